using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Spade.Shutdown.Settings;

/// <summary>Bounds of an option. Unlike the message of <see cref="RangeAttribute"/>, this one names the configuration key and the value,
/// and generated options validators keep it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingRangeAttribute : RangeAttribute
{
    private readonly string _section;

    /// <summary>Bounds of a number.</summary>
    /// <param name="section">Name of the configuration section.</param>
    /// <param name="minimum">The least value allowed.</param>
    /// <param name="maximum">The greatest value allowed; <see cref="int.MaxValue"/> for no upper bound.</param>
    public SettingRangeAttribute(string section, int minimum, int maximum)
        : base(minimum, maximum) => _section = section;

    /// <summary>Bounds of a value that is not an <see cref="int"/>.</summary>
    /// <param name="section">Name of the configuration section.</param>
    /// <param name="type">Type of the option, such as <see cref="TimeSpan"/>.</param>
    /// <param name="minimum">The least value allowed, as the invariant culture writes it.</param>
    /// <param name="maximum">The greatest value allowed; that of <see cref="TimeSpan.MaxValue"/> or <see cref="long.MaxValue"/> for no
    /// upper bound.</param>
    public SettingRangeAttribute(string section, Type type, string minimum, string maximum)
        : base(type, minimum, maximum) => (_section, ParseLimitsInInvariantCulture) = (section, true);

    /// <summary>Name of the configuration section.</summary>
    public string Section => _section;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (IsValid(value))
            return ValidationResult.Success;
        var rule = $"{(MinimumIsExclusive ? "more than" : "at least")} {Text(Minimum)}";
        if (Maximum is not (int.MaxValue or long.MaxValue) && !TimeSpan.MaxValue.Equals(Maximum))
            rule += $" and at most {Text(Maximum)}";
        // Without member names: a validator would put them in front of a message that has them already.
        return new ValidationResult($"{_section}:{validationContext.MemberName} is {Text(value)}; it must be {rule}.");
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
