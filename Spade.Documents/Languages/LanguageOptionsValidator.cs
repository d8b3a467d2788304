using Microsoft.Extensions.Options;

namespace Spade.Documents.Languages;

/// <summary>Checks the names in the list. An annotation could only check the list as a whole.</summary>
internal sealed class LanguageOptionsValidator : IValidateOptions<LanguageOptions>
{
    public ValidateOptionsResult Validate(string? name, LanguageOptions options)
    {
        if (options.Languages.Length > 0 && options.Allowed.Count == 0)
        {
            return ValidateOptionsResult.Fail(
                $"Ocr:Languages is '{options.Languages}' and names no language; name some, such as eng,deu, or leave it out for all that "
                + "are installed.");
        }

        var errors = options.Allowed.Where(language => !LanguageSelection.IsName(language)).Select(language =>
            $"Ocr:Languages holds '{language}'; a language is letters, digits, '_' and '-', such as eng or chi_sim.").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
