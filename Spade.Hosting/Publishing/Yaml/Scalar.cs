using System.Globalization;

namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>A text, a number, true, false or null. A text may hold Helm expressions; they are kept.</summary>
internal sealed class Scalar : Node
{
    internal static readonly Scalar Null = new("null", isText: false);

    private Scalar(string text, bool isText)
    {
        Text = text;
        IsText = isText;
    }

    internal string Text { get; }

    /// <summary>False for what must not be quoted.</summary>
    internal bool IsText { get; }

    internal static Scalar Of(string text) => new(text, isText: true);

    internal static Scalar Of(long number) => new(number.ToString(CultureInfo.InvariantCulture), isText: false);

    internal static Scalar Of(bool value) => new(value ? "true" : "false", isText: false);

    /// <summary>A number, true or false as it stands in a file.</summary>
    internal static Scalar Raw(string text) => new(text, isText: false);
}
