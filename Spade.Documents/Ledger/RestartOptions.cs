using Microsoft.Extensions.Options;

namespace Spade.Documents.Ledger;

/// <summary>How the restart ledger is kept. Section <c>Restarts</c>.</summary>
public sealed class RestartOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Restarts";

    /// <summary>How long the entries of ended processes are kept. Default 90 days: longer than an SLO's window.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often each process looks for lives that ended without a word. Default 5 s.</summary>
    public TimeSpan SettleInterval { get; set; } = TimeSpan.FromSeconds(5);

    internal sealed class Validator : IValidateOptions<RestartOptions>
    {
        public ValidateOptionsResult Validate(string? name, RestartOptions options)
        {
            string[] errors =
            [
                .. from time in new[] { (nameof(Retention), options.Retention), (nameof(SettleInterval), options.SettleInterval) }
                   where time.Item2 <= TimeSpan.Zero
                   select $"{Section}:{time.Item1} is {time.Item2}; it must be positive.",
            ];
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
