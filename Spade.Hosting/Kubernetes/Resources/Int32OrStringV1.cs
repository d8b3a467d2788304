using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A number or a text, such as a port's number or its name.</summary>
/// <param name="Number">The number.</param>
/// <param name="Text">The text, when it is no number.</param>
public sealed record Int32OrStringV1(int? Number = null, string? Text = null)
{
    /// <summary>A number.</summary>
    public Int32OrStringV1(int value) : this(value, null)
    {
    }

    /// <summary>A text; digits alone are a number.</summary>
    public Int32OrStringV1(string? value)
        : this(Parse(value), Parse(value) is null ? value : null)
    {
    }

    /// <summary>The number or the text, as text.</summary>
    public string? Value => Number?.ToString(CultureInfo.InvariantCulture) ?? Text;

    /// <summary>A number.</summary>
    public static implicit operator Int32OrStringV1(int value) => new(value);

    /// <summary>A text; digits alone are a number.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Int32OrStringV1?(string? value) => value is null ? null : new(value);

    /// <summary>The number; throws when it is a text.</summary>
    public static explicit operator int(Int32OrStringV1 value) =>
        value.Number ?? throw new InvalidCastException($"'{value.Text}' is no number.");

    /// <summary>The number or the text, as text.</summary>
    public static explicit operator string?(Int32OrStringV1? value) => value?.Value;

    /// <inheritdoc/>
    public override string? ToString() => Value;

    private static int? Parse(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
