namespace Spade.Benchmarks.Measuring;

/// <summary>One comparison. Its subjects take turns, repetition by repetition, so that whatever drifts on the machine meets all of them.</summary>
internal interface IBenchmark
{
    /// <summary>What the command line picks it by.</summary>
    string Name { get; }

    /// <summary>Repetitions of a full run; a quick one has one.</summary>
    int Repetitions => 3;

    /// <summary>Whether a quick run takes it at all.</summary>
    bool InQuick => true;

    /// <summary>Who is measured, in the order of the table.</summary>
    IReadOnlyList<Subject> Subjects { get; }

    /// <summary>Ours against the goals.</summary>
    IReadOnlyList<Ratio> Ratios { get; }
}

/// <summary>One of those who are compared.</summary>
/// <param name="Name">As in the table: <see cref="Ours"/> or a peer's name.</param>
/// <param name="MeasureAsync">One repetition, warm-up included.</param>
/// <param name="InQuick">Whether a quick run has the time for it.</param>
internal sealed record Subject(string Name, Func<Trial, CancellationToken, Task<IReadOnlyList<Sample>>> MeasureAsync, bool InQuick = true)
{
    /// <summary>Name of the subject that the ratios are about.</summary>
    internal const string Ours = "spade";
}

/// <summary>One number of one repetition.</summary>
/// <param name="Row">Row of the table.</param>
/// <param name="Figure">What was measured, with its unit at the end: <c>jobs_per_s</c>, <c>p99_ms</c>. <see cref="OwnCpu"/> and
/// <see cref="PostgresCpu"/> have columns of their own.</param>
/// <param name="Value">The number.</param>
internal sealed record Sample(string Row, string Figure, double Value)
{
    /// <summary>CPU time of the measured program for one operation, in microseconds.</summary>
    internal const string OwnCpu = "own_cpu_us";

    /// <summary>CPU time of every process of PostgreSQL for one operation, in microseconds.</summary>
    internal const string PostgresCpu = "pg_cpu_us";
}

/// <summary>Ours against a goal: 1 or more means reached.</summary>
/// <param name="Name">Name in the machine line <c>ratio name value</c>.</param>
/// <param name="Goal">The goal in words.</param>
/// <param name="Value">From the medians; null when something it needs was not measured.</param>
internal sealed record Ratio(string Name, string Goal, Func<Results, double?> Value)
{
    /// <summary>For a goal of two parts: the one that is further away.</summary>
    internal static double? Least(double? left, double? right) => left < right ? left : right;
}
