using System.Globalization;

namespace Spade.Shutdown.Budget;

/// <summary>The times of one service's stop: one equation, checked when it is built, so that a budget in hand always adds up.</summary>
/// <remarks>
/// <code>
/// delete      SIGTERM                                                    SIGKILL
///   | preStop | lameDuck | inFlight          | close | margin |  slack   |
///             |------------------ drain ----------------------|
///             |------ HostShutdownTimeout -----------|
///   |--------------------------- gracePeriod ----------------------------|
/// </code>
/// Kubernetes starts the grace period at the delete, not at SIGTERM: preStop spends it too. Nothing else in Spade states a shutdown
/// time: code that needs one reads this record.
/// </remarks>
public sealed record ShutdownBudget
{
    private static readonly TimeSpan PlainLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPlainLimit = TimeSpan.FromHours(1);

    private readonly ShutdownTerms _terms;

    /// <summary>Builds the budget.</summary>
    /// <exception cref="ShutdownBudgetException">The terms break a rule; the message names each and shows the sum.</exception>
    public ShutdownBudget(ShutdownTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ShutdownRules.Check(terms);
        _terms = terms;
    }

    /// <inheritdoc cref="ShutdownTerms.Service"/>
    public string Service => _terms.Service;

    /// <inheritdoc cref="ShutdownTerms.PreStop"/>
    public TimeSpan PreStop => _terms.PreStop;

    /// <inheritdoc cref="ShutdownTerms.LameDuck"/>
    public TimeSpan LameDuck => _terms.LameDuck;

    /// <inheritdoc cref="ShutdownTerms.InFlight"/>
    public TimeSpan InFlight => _terms.InFlight;

    /// <inheritdoc cref="ShutdownTerms.Close"/>
    public TimeSpan Close => _terms.Close;

    /// <inheritdoc cref="ShutdownTerms.Margin"/>
    public TimeSpan Margin => _terms.Margin;

    /// <inheritdoc cref="ShutdownTerms.DirectCheck"/>
    public DirectCheck DirectCheck => _terms.DirectCheck;

    /// <inheritdoc cref="ShutdownTerms.LongestStep"/>
    public TimeSpan LongestStep => _terms.LongestStep;

    /// <summary>SIGTERM to exit: lameDuck + inFlight + close + margin.</summary>
    public TimeSpan Drain => LameDuck + InFlight + Close + Margin;

    /// <summary>Kubernetes' terminationGracePeriodSeconds: delete to SIGKILL. As given, otherwise preStop + drain + slack in whole
    /// seconds.</summary>
    public TimeSpan GracePeriod =>
        _terms.GracePeriod ?? TimeSpan.FromSeconds(Math.Ceiling((PreStop + Drain + _terms.Slack).TotalSeconds));

    /// <summary>What the grace period leaves after preStop and drain.</summary>
    public TimeSpan Slack => GracePeriod - PreStop - Drain;

    /// <summary><c>HostOptions.ShutdownTimeout</c>: drain - margin. It is one limit for everything the host stops.</summary>
    public TimeSpan HostShutdownTimeout => Drain - Margin;

    /// <summary>The budget of a host that has none: its own limit, nine tenths of it for work in flight and the rest to close.</summary>
    /// <param name="limit"><c>HostOptions.ShutdownTimeout</c>. No limit counts as the 30 s that .NET has by
    /// default, and more than an hour as an hour.</param>
    internal static ShutdownBudget Within(TimeSpan limit)
    {
        var whole = limit <= TimeSpan.Zero ? PlainLimit : limit < LongestPlainLimit ? limit : LongestPlainLimit;
        return new ShutdownBudget(new ShutdownTerms { InFlight = 0.9 * whole, Close = 0.1 * whole, Margin = TimeSpan.Zero });
    }

    /// <summary>The same budget with some terms changed. A grace period that was not given follows the new sum.</summary>
    /// <exception cref="ShutdownBudgetException">The changed terms break a rule.</exception>
    public ShutdownBudget With(Func<ShutdownTerms, ShutdownTerms> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new ShutdownBudget(change(_terms));
    }

    /// <summary>The equation with its numbers, for logs and errors.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ShutdownRules.Equation(_terms)}; terminationGracePeriodSeconds {GracePeriod.TotalSeconds} s");
}
