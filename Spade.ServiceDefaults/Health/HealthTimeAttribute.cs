using System.ComponentModel.DataAnnotations;

namespace Spade.ServiceDefaults.Health;

/// <summary>A time of more than zero and at most a minute. It is a class of its own because the generated validator replaces a plain
/// <see cref="RangeAttribute"/> and ignores its message.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HealthTimeAttribute : RangeAttribute
{
    public HealthTimeAttribute(string option)
        : base(typeof(TimeSpan), "00:00:00", "00:01:00")
    {
        MinimumIsExclusive = true;
        ErrorMessage = $"{HealthOptions.Section}:{option} must be more than zero and at most a minute, such as 00:00:01.";
    }
}
