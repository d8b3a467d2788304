using System.Globalization;

namespace Spade.Shutdown.Budget;

/// <summary>The rules for a <see cref="ShutdownBudget"/>. All are checked before any violation is reported.</summary>
internal static class ShutdownRules
{
    /// <summary>Upper limit of every term. It catches a number of seconds that was read as days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static void Check(ShutdownTerms terms)
    {
        string[] violations = [.. TermViolations(terms), .. SumViolations(terms)];
        if (violations.Length == 0)
            return;
        throw new ShutdownBudgetException(
            $"The shutdown budget does not add up.{string.Concat(violations.Select(violation => $"\n- {violation}"))}\n{Sum(terms)}");
    }

    public static string Equation(ShutdownTerms terms) =>
        $"preStop {Seconds(terms.PreStop)} + lameDuck {Seconds(terms.LameDuck)} + inFlight {Seconds(terms.InFlight)} + " +
        $"close {Seconds(terms.Close)} + margin {Seconds(terms.Margin)} = {Seconds(terms.Sum)}";

    private static IEnumerable<string> TermViolations(ShutdownTerms terms)
    {
        (string Name, TimeSpan Value, bool Needed, bool Whole)[] rules =
        [
            (nameof(terms.PreStop), terms.PreStop, false, true),
            (nameof(terms.LameDuck), terms.LameDuck, false, false),
            (nameof(terms.InFlight), terms.InFlight, true, false),
            (nameof(terms.Close), terms.Close, true, false),
            (nameof(terms.Margin), terms.Margin, false, false),
            (nameof(terms.Slack), terms.Slack, false, false),
            (nameof(terms.GracePeriod), terms.GracePeriod ?? TimeSpan.FromSeconds(1), true, true),
            ("DirectCheck:Interval", terms.DirectCheck.Interval, true, false),
        ];
        foreach (var (name, value, needed, whole) in rules)
        {
            if (value < TimeSpan.Zero || value > Longest || (needed && value == TimeSpan.Zero))
                yield return $"Shutdown:{name} is {Seconds(value)}; it must be {(needed ? "more than" : "at least")} 0 s " +
                    $"and at most {Seconds(Longest)}.";
            if (whole && value.Ticks % TimeSpan.TicksPerSecond != 0)
                yield return $"Shutdown:{name} is {Seconds(value)}; Kubernetes counts it in whole seconds.";
        }
        if (terms.DirectCheck.Threshold < 1)
            yield return $"Shutdown:DirectCheck:Threshold is {Count(terms.DirectCheck.Threshold)}; it must be at least 1.";
    }

    private static IEnumerable<string> SumViolations(ShutdownTerms terms)
    {
        if (terms.GracePeriod is { } grace && grace < terms.Sum)
            yield return $"terminationGracePeriodSeconds {Seconds(grace)} is less than preStop + drain, {Seconds(terms.Sum)}: " +
                "raise Shutdown:GracePeriod, leave it out, or shorten a term.";
        if (terms.LameDuck > TimeSpan.Zero && terms.LameDuck < terms.DirectCheck.Notices)
            yield return $"lameDuck {Seconds(terms.LameDuck)} is less than the {Seconds(terms.DirectCheck.Notices)} a direct checker " +
                $"needs to notice (interval {Seconds(terms.DirectCheck.Interval)} x threshold {Count(terms.DirectCheck.Threshold)}): " +
                "raise Shutdown:LameDuck, correct Shutdown:DirectCheck, or set the lame duck to 0 where no checker asks directly.";
        if (terms.LongestStep > TimeSpan.Zero && terms.InFlight <= terms.LongestStep)
            yield return $"inFlight {Seconds(terms.InFlight)} is not more than the longest step, {Seconds(terms.LongestStep)}: " +
                "a stop would cut work that can still end; raise Shutdown:InFlight or lower the step's limit.";
    }

    private static string Sum(ShutdownTerms terms) =>
        $"The sum: {Equation(terms)}; terminationGracePeriodSeconds " +
        $"{(terms.GracePeriod is { } given ? Seconds(given) : "follows from it")}.";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan value) => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds} s");
}
