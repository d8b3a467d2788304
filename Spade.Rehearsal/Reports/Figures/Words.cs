using System.Globalization;
using Spade.Rehearsal.Checks;

namespace Spade.Rehearsal.Reports.Figures;

/// <summary>Words and numbers as people read them.</summary>
internal static class Words
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Certified => "certified",
        Verdict.NotCertified => "not certified",
        Verdict.Inconclusive => "inconclusive",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No verdict."),
    };

    public static string Of(CheckOutcome outcome) => outcome switch
    {
        { Result: CheckResult.Passed } => "passed",
        { Result: CheckResult.Failed } => "failed",
        { IsWaived: true } => "not checked (waived)",
        _ => "not checked",
    };

    public static string Count(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(int number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    public static string Milliseconds(double? milliseconds) => milliseconds switch
    {
        null => "–",
        >= 1000 => (milliseconds.Value / 1000).ToString("0.00' s'", CultureInfo.InvariantCulture),
        >= 10 => milliseconds.Value.ToString("0' ms'", CultureInfo.InvariantCulture),
        _ => milliseconds.Value.ToString("0.0' ms'", CultureInfo.InvariantCulture),
    };

    public static string Seconds(double seconds) => seconds.ToString("0.##' s'", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString("0.####' %'", CultureInfo.InvariantCulture);

    /// <summary>The error budget in a sentence or two.</summary>
    public static string Burnt(ErrorBudget budget)
    {
        var whole = ErrorBudget.BudgetMinutes.ToString("0.0", CultureInfo.InvariantCulture);
        if (budget.Bad == 0)
            return $"0 of {Count(budget.Counted)} requests: nothing of the {whole} minutes in 28 days.";
        var burnt = budget.BurntMinutes.ToString("0.000", CultureInfo.InvariantCulture);
        return $"{Count(budget.Bad)} of {Count(budget.Counted)} requests ({Percent(budget.BadShare)}; the objective allows "
            + $"{Percent(1 - ErrorBudget.Objective)}). That is {burnt} of {whole} minutes in 28 days, or {Percent(budget.BurntShare)}.";
    }
}
