using Aspire.Hosting.Kubernetes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>What the command line asks of publish mode.</summary>
/// <param name="Step">Step to run; null for all, which here is the same.</param>
/// <param name="OutputPath">Folder to write to, absolute.</param>
/// <param name="LogLevel">From <see cref="LogLevel.Warning"/> on, nothing is told about what was written.</param>
internal sealed record PublishOptions(string? Step, string OutputPath, LogLevel LogLevel)
{
    internal const string OperationKey = "AppHost:Operation";
    internal const string PublisherKey = "Publishing:Publisher";
    private const string StepKey = "Pipeline:Step";
    private const string OutputPathKey = "Pipeline:OutputPath";
    private const string LogLevelKey = "Pipeline:LogLevel";
    private const string PublishStep = "publish";

    /// <summary>Switches and the configuration keys that they stand for. Keys with a section: a variable of the environment that happens to
    /// be called STEP must not choose one.</summary>
    internal static readonly IDictionary<string, string> Switches = new Dictionary<string, string>
    {
        ["--operation"] = OperationKey,
        ["--publisher"] = PublisherKey,
        ["--step"] = StepKey,
        ["--output-path"] = OutputPathKey,
        ["--log-level"] = LogLevelKey,
    };

    /// <summary>As in Aspire: what is asked for, or else publish when a publisher is named, or else run.</summary>
    internal static DistributedApplicationOperation ReadOperation(IConfiguration configuration)
    {
        var publisher = configuration[PublisherKey];
        var operation = configuration[OperationKey]?.ToLowerInvariant() switch
        {
            null => string.IsNullOrEmpty(publisher) ? DistributedApplicationOperation.Run : DistributedApplicationOperation.Publish,
            "run" => DistributedApplicationOperation.Run,
            "publish" => DistributedApplicationOperation.Publish,
            var other => throw new DistributedApplicationException($"'{other}' is no operation of this AppHost: there are 'run' and 'publish'."),
        };
        return operation;
    }

    internal static PublishOptions Read(IConfiguration configuration)
    {
        if (configuration[PublisherKey] is { Length: > 0 } publisher && !publisher.Equals("kubernetes", StringComparison.OrdinalIgnoreCase))
        {
            throw new DistributedApplicationException(
                $"There is no publisher '{publisher}': this AppHost publishes for Kubernetes only. "
                + $"Leave --publisher out and name a step: --operation publish --step {PublishStep}.");
        }

        var output = configuration[OutputPathKey] is { Length: > 0 } path ? path : "aspire-output";
        return new(configuration[StepKey], Path.GetFullPath(output), ReadLogLevel(configuration[LogLevelKey]));
    }

    /// <summary>Refuses a step that does not exist.</summary>
    internal void CheckStep(KubernetesEnvironmentResource environment)
    {
        string[] steps = [PublishStep, $"{PublishStep}-{environment.Name}"];
        if (Step is { Length: > 0 } && !steps.Contains(Step, StringComparer.OrdinalIgnoreCase))
            throw new DistributedApplicationException($"There is no step '{Step}'. The steps are: {string.Join(", ", steps)}.");
    }

    private static LogLevel ReadLogLevel(string? text) => text switch
    {
        null or "" => LogLevel.Information,
        _ when Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) => level,
        _ => throw new DistributedApplicationException($"'{text}' is no log level: there are {string.Join(", ", Enum.GetNames<LogLevel>())}."),
    };
}
