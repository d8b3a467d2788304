namespace Spade.Rehearsal.CommandLine;

/// <summary>The command line, read.</summary>
internal sealed record RehearsalArguments
{
    /// <summary>Name or file of the schedule; null for the target's default.</summary>
    internal string? Schedule { get; init; }

    internal TimeSpan? Duration { get; init; }

    internal double? Rate { get; init; }

    internal int? Seed { get; init; }

    /// <summary>Address of the target; null for the local system.</summary>
    internal Uri? Url { get; init; }

    internal string? RestartCommand { get; init; }

    internal string? KubeContext { get; init; }

    internal IReadOnlyList<string> Rollouts { get; init; } = [];

    internal string? Key { get; init; }

    /// <summary>Folder for the history and the reports; null for one named after the time, under artifacts/rehearsals.</summary>
    internal string? Out { get; init; }

    /// <summary>Git reference of the version to come from; null to rehearse one version.</summary>
    internal string? From { get; init; }

    /// <summary>Whether to print the certificate after the final table.</summary>
    internal bool PrintCertificate { get; init; }

    /// <summary>How long to stay after the verdict, so that the files can be copied; null to end at once.</summary>
    internal TimeSpan? Keep { get; init; }

    /// <summary>Whether only to list the schedules.</summary>
    internal bool List { get; init; }
}
