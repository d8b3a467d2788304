using Microsoft.Extensions.Options;

namespace Spade.Documents.Documents;

/// <summary>Checks the names in the list. An annotation could only check the list as a whole.</summary>
internal sealed class LanguageOptionsValidator : IValidateOptions<LanguageOptions>
{
    public ValidateOptionsResult Validate(string? name, LanguageOptions options)
    {
        if (options.Allowed.Count == 0)
            return ValidateOptionsResult.Fail("Ocr:Languages is empty; name at least one language, such as eng.");
        var errors = options.Allowed.Where(language => !IsName(language)).Select(language =>
            $"Ocr:Languages holds '{language}'; a language is letters, digits, '_' and '-', such as eng or chi_sim.").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    // The name becomes part of a path to Tesseract's data.
    private static bool IsName(string language) =>
        language.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
