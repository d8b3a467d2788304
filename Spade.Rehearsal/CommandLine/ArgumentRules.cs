using Spade.Rehearsal.Targets.Cluster;

namespace Spade.Rehearsal.CommandLine;

/// <summary>Which options go together.</summary>
internal static class ArgumentRules
{
    /// <exception cref="UsageException">Two exclude each other, or one needs another.</exception>
    internal static void Check(RehearsalArguments arguments)
    {
        if (arguments.Schedule is ['-', ..] option)
            throw new UsageException($"There is no option '{option}'. See rehearse --help.");
        if (arguments.Url is null)
            CheckLocal(arguments);
        else if (arguments.RestartCommand is null && arguments.KubeContext is null)
            throw new UsageException("--url needs --restart-command, or --kube-context and --rollout: how is it restarted?");
        else if (arguments.RestartCommand is not null && arguments.KubeContext is not null)
            throw new UsageException("--restart-command and --kube-context exclude each other: one of them restarts the target.");
        else if (arguments.From is not null)
            throw new UsageException("--from builds an old version on this machine, so it excludes --url.");
        else if (arguments.KubeContext is not null && arguments.Rollouts.Count == 0)
            throw new UsageException("--kube-context needs --rollout, once or more, such as --rollout deployment/spade-api.");
        else if (arguments.KubeContext is null && arguments.Rollouts.Count > 0)
            throw new UsageException("--rollout needs --kube-context.");
        if (arguments.Rollouts.FirstOrDefault(rollout => RolloutName.Parse(rollout) is null) is { } wrong)
            throw new UsageException($"--rollout cannot be '{wrong}'; it is deployment/NAME, such as deployment/spade-api.");
    }

    private static void CheckLocal(RehearsalArguments arguments)
    {
        if (arguments.RestartCommand is not null || arguments.KubeContext is not null || arguments.Rollouts.Count > 0)
            throw new UsageException("--restart-command, --kube-context and --rollout need --url: where do requests go?");
        if (arguments.Key is not null)
            throw new UsageException("--key needs --url: the local system has no keys.");
    }
}
