using Microsoft.Extensions.Options;

namespace Spade.Documents.Keys;

/// <summary>Rejects a value that is no key, without repeating it: it may be a key with one character too many.</summary>
internal sealed class AdministratorKeyValidator : IValidateOptions<AdministratorKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, AdministratorKeyOptions options) =>
        string.IsNullOrEmpty(options.AdministratorKey) || options.Key is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Access:AdministratorKey has {options.AdministratorKey.Length} characters and is no key: {KeyText.Rule}.");
}
