using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Puts a <see cref="ReferenceExpression"/> together piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _text;
    private readonly List<(IValueProvider Provider, string Manifest, string? Format)> _holes;

    /// <summary>Begins with nothing.</summary>
    public ReferenceExpressionBuilder() : this(0, 0)
    {
    }

    internal ReferenceExpressionBuilder(int literalLength, int formattedCount)
    {
        _text = new(literalLength + (formattedCount * 4));
        _holes = new(formattedCount);
    }

    /// <summary>True while nothing has been added.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Adds an interpolated string whose holes are values of the model.</summary>
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler)
    {
        // The compiler has had the handler add its pieces to this builder already.
    }

    /// <summary>Adds text.</summary>
    public void AppendLiteral(string value) => _text.Append(Escape(value));

    /// <summary>Adds a plain string; null adds nothing.</summary>
    public void AppendFormatted(string? value) => _text.Append(Escape(value ?? ""));

    /// <summary>Adds a value of the model.</summary>
    public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, null);

    /// <summary>Adds a value of the model; the format <c>uri</c> percent-encodes it.</summary>
    public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider
    {
        if (format is not (null or "uri"))
            throw new FormatException($"'{format}' is no format of a reference expression: the only one is 'uri'.");
        _text.Append(CultureInfo.InvariantCulture, $"{{{_holes.Count}}}");
        _holes.Add((valueProvider, valueProvider.ValueExpression, format));
    }

    /// <summary>The expression so far.</summary>
    public ReferenceExpression Build() => new(
        _text.ToString(), [.. _holes.Select(hole => hole.Provider)], [.. _holes.Select(hole => hole.Manifest)], [.. _holes.Select(hole => hole.Format)]);

    private static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>What the compiler calls for the pieces of an interpolated string that is added.</summary>
    /// <param name="literalLength">Length of the text between the holes.</param>
    /// <param name="formattedCount">Number of holes.</param>
    /// <param name="builder">What the pieces are added to.</param>
    [InterpolatedStringHandler]
    public readonly ref struct ReferenceExpressionBuilderInterpolatedStringHandler(
#pragma warning disable CS9113 // The compiler passes all three.
        int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
#pragma warning restore CS9113
    {
        /// <summary>Text between holes.</summary>
        public void AppendLiteral(string value) => builder.AppendLiteral(value);

        /// <summary>A plain string; null leaves nothing.</summary>
        public void AppendFormatted(string? value) => builder.AppendFormatted(value);

        /// <summary>A value of the model.</summary>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => builder.AppendFormatted(valueProvider);

        /// <summary>A value of the model; the format <c>uri</c> percent-encodes it.</summary>
        public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider =>
            builder.AppendFormatted(valueProvider, format);
    }
}
