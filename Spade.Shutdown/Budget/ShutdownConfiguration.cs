using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Spade.Shutdown.Budget;

/// <summary>Reads changes to a <see cref="ShutdownBudget"/> from configuration.</summary>
public static class ShutdownConfiguration
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Shutdown";

    private static readonly string[] Keys = ["PreStop", "LameDuck", "InFlight", "Close", "Margin", "Slack", "GracePeriod", "DirectCheck"];
    private static readonly string[] DirectCheckKeys = ["Interval", "Threshold"];

    /// <summary>The budget with the terms that <paramref name="section"/> sets. Times are seconds (<c>20</c>, <c>0.5</c>) or
    /// <c>hh:mm:ss</c>; an empty value counts as not set.</summary>
    /// <exception cref="ShutdownBudgetException">A key is unknown, a value is unreadable, or the changed terms break a rule.</exception>
    public static ShutdownBudget WithConfiguration(this ShutdownBudget budget, IConfiguration section, TimeSpan longestStep = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(section);
        var reader = new Reader();
        var directCheck = section.GetSection("DirectCheck");
        reader.RefuseUnknown(section, Keys);
        reader.RefuseUnknown(directCheck, DirectCheckKeys);
        var changed = (ShutdownTerms terms) => terms with
        {
            PreStop = reader.Time(section, "PreStop") ?? terms.PreStop,
            LameDuck = reader.Time(section, "LameDuck") ?? terms.LameDuck,
            InFlight = reader.Time(section, "InFlight") ?? terms.InFlight,
            Close = reader.Time(section, "Close") ?? terms.Close,
            Margin = reader.Time(section, "Margin") ?? terms.Margin,
            Slack = reader.Time(section, "Slack") ?? terms.Slack,
            GracePeriod = reader.Time(section, "GracePeriod") ?? terms.GracePeriod,
            LongestStep = longestStep > TimeSpan.Zero ? longestStep : terms.LongestStep,
            DirectCheck = new DirectCheck
            {
                Interval = reader.Time(directCheck, "Interval") ?? terms.DirectCheck.Interval,
                Threshold = reader.Count(directCheck, "Threshold") ?? terms.DirectCheck.Threshold,
            },
        };
        return budget.With(terms => reader.Checked(changed(terms)));
    }

    private sealed class Reader
    {
        private readonly List<string> _errors = [];

        public void RefuseUnknown(IConfiguration section, string[] known) => _errors.AddRange(
            from child in section.GetChildren()
            where !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
            select $"{child.Path} is not a term of the shutdown budget; the terms are {string.Join(", ", known)}.");

        public TimeSpan? Time(IConfiguration section, string key)
        {
            var text = section[key];
            if (string.IsNullOrWhiteSpace(text))
                return null;
            // The number first: as a TimeSpan, "20" would be twenty days.
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e9)
                return TimeSpan.FromSeconds(seconds);
            if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time))
                return time;
            _errors.Add($"{section.GetSection(key).Path} is '{text}'; write seconds, such as 20, or hh:mm:ss, such as 00:00:20.");
            return null;
        }

        public int? Count(IConfiguration section, string key)
        {
            var text = section[key];
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                return count;
            _errors.Add($"{section.GetSection(key).Path} is '{text}'; write a whole number, such as 3.");
            return null;
        }

        public ShutdownTerms Checked(ShutdownTerms terms) => _errors.Count == 0
            ? terms
            : throw new ShutdownBudgetException(
                $"The shutdown budget cannot be read.{string.Concat(_errors.Select(error => $"\n- {error}"))}\n" +
                $"The sum so far: {ShutdownRules.Equation(terms)}.");
    }
}
