using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Spade.Jobs.Configuration;

/// <summary>Checks what attributes cannot: options against each other, the host's limit and the connection strings.</summary>
internal sealed class JobsOptionsValidator(IOptions<HostOptions> host, IConfiguration configuration) : IValidateOptions<JobsOptions>
{
    private const string Section = JobsOptions.Section;
    private const string ShutdownTimeout = nameof(HostOptions.ShutdownTimeout);

    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        string[] errors =
        [
            .. HeartbeatErrors(options), .. ConnectionErrors(options.ConnectionName), .. StopErrors(options, host.Value.ShutdownTimeout),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> HeartbeatErrors(JobsOptions options)
    {
        if (options.StaleAfter < 2 * options.HeartbeatInterval)
        {
            yield return $"{Section}:{nameof(options.StaleAfter)} ({options.StaleAfter}) must be at least twice "
                + $"{nameof(options.HeartbeatInterval)} ({options.HeartbeatInterval}), or one late heartbeat loses every job.";
        }
    }

    /// <summary>Otherwise the node would try to connect forever while its process looks ready.</summary>
    private IEnumerable<string> ConnectionErrors(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield break;
        if (configuration.GetConnectionString(name) is not { Length: > 0 } text)
        {
            yield return $"{Section}:{nameof(JobsOptions.ConnectionName)} is '{name}', and there is no such connection string: "
                + $"set ConnectionStrings__{name}.";
        }
        else if (Unreadable(text) is { } reason)
        {
            yield return $"ConnectionStrings__{name} is no PostgreSQL connection string: {reason}";
        }
    }

    /// <summary>The message must not quote the connection string, which may hold a password.</summary>
    private static string? Unreadable(string text)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(text);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<string> StopErrors(JobsOptions options, TimeSpan shutdownTimeout)
    {
        // Without the time to deregister: a node that is killed then has no jobs left.
        var sum = options.DrainLimit + options.CancelLimit + JobsOptions.LastWriteLimit;
        if (shutdownTimeout == Timeout.InfiniteTimeSpan || sum <= shutdownTimeout)
            yield break;
        yield return "The host stops before the queue has: "
            + $"{Section}:{nameof(options.DrainLimit)} {Seconds(options.DrainLimit)} + "
            + $"{Section}:{nameof(options.CancelLimit)} {Seconds(options.CancelLimit)} + "
            + $"last writes {Seconds(JobsOptions.LastWriteLimit)} = {Seconds(sum)}, and "
            + $"{nameof(HostOptions)}.{ShutdownTimeout} is {Seconds(shutdownTimeout)}. What still runs then would count as crashed: "
            + $"raise {ShutdownTimeout} to {Seconds(sum)}, or lower {Section}:{nameof(options.DrainLimit)}.";
    }

    private static string Seconds(TimeSpan value) => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds} s");
}
