namespace Spade.Benchmarks.Measuring;

/// <summary>One comparison. Its subjects take turns, repetition by repetition, so that drift of the machine affects all of them.</summary>
internal interface IBenchmark
{
    /// <summary>Name that words on the command line are compared with.</summary>
    string Name { get; }

    /// <summary>Repetitions in a full run; a quick run has one.</summary>
    int Repetitions => 3;

    /// <summary>Whether it is part of a quick run.</summary>
    bool InQuick => true;

    /// <summary>The subjects to measure, in the order of the table.</summary>
    IReadOnlyList<Subject> Subjects { get; }

    /// <summary>Ratios of Spade's figures to the goals.</summary>
    IReadOnlyList<Ratio> Ratios { get; }
}

/// <summary>One program in a comparison.</summary>
/// <param name="Name">Name in the table: <see cref="Ours"/> or a peer's name.</param>
/// <param name="MeasureAsync">Runs one repetition, including its warm-up.</param>
/// <param name="InQuick">Whether it is part of a quick run.</param>
internal sealed record Subject(string Name, Func<Trial, CancellationToken, Task<IReadOnlyList<Sample>>> MeasureAsync, bool InQuick = true)
{
    /// <summary>Name of Spade, which the ratios are about.</summary>
    internal const string Ours = "spade";
}

/// <summary>One number of one repetition.</summary>
/// <param name="Row">Row of the table.</param>
/// <param name="Figure">Name of the figure, with its unit at the end: <c>jobs_per_s</c>, <c>p99_ms</c>. <see cref="OwnCpu"/> and
/// <see cref="PostgresCpu"/> have columns of their own.</param>
/// <param name="Value">The number, in that unit.</param>
internal sealed record Sample(string Row, string Figure, double Value)
{
    /// <summary>CPU time of the measured program per operation, in microseconds.</summary>
    internal const string OwnCpu = "own_cpu_us";

    /// <summary>CPU time of all processes of PostgreSQL per operation, in microseconds.</summary>
    internal const string PostgresCpu = "pg_cpu_us";
}

/// <summary>Ratio of Spade's figure to a goal. 1 or more means that the goal is reached.</summary>
/// <param name="Name">Name in the output line <c>ratio name value</c>.</param>
/// <param name="Goal">The goal in words.</param>
/// <param name="Value">Computes it from the medians; null when a figure it needs was not measured.</param>
internal sealed record Ratio(string Name, string Goal, Func<Results, double?> Value)
{
    /// <summary>For a goal of two parts: the lower ratio.</summary>
    internal static double? Least(double? left, double? right) => left < right ? left : right;
}
