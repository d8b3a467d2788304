using Microsoft.Extensions.Options;

namespace Spade.Api.Configuration;

/// <summary>What one request may ask for. Section <c>Limits</c>.</summary>
internal sealed class ApiLimits
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Limits";

    /// <summary>Largest file, in bytes. Default 100 MiB: a book of 300 pages at 300 dpi, grey.</summary>
    public long MaxUploadBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>Longest <c>?wait=</c>. Default 60 s, at which most proxies give up on a silent connection.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    internal sealed class Validator : IValidateOptions<ApiLimits>
    {
        public ValidateOptionsResult Validate(string? name, ApiLimits options)
        {
            List<string> errors = [];
            if (options.MaxUploadBytes < 1)
                errors.Add($"Limits:MaxUploadBytes is {options.MaxUploadBytes}; it must be at least 1.");
            if (options.MaxWait < TimeSpan.Zero)
                errors.Add($"Limits:MaxWait is {options.MaxWait}; it must not be negative.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
