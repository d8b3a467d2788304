using Spade.Api.OpenApi;
using Spade.Documents.Documents;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>The words for a document's status.</summary>
internal sealed class StatusWords : IWords
{
    public static IReadOnlyCollection<string> All => DocumentStatusNames.All;
}

/// <summary>The words for the source of text.</summary>
internal sealed class TextSourceWords : IWords
{
    public static IReadOnlyCollection<string> All => TextSourceNames.All;
}

/// <summary>The words for the source of a page's text; <c>auto</c> has been decided by then.</summary>
internal sealed class PageSourceWords : IWords
{
    public static IReadOnlyCollection<string> All { get; } = [TextSource.Ocr.ToWord(), TextSource.Layer.ToWord()];
}

/// <summary>The words for a page's status.</summary>
internal sealed class PageStatusWords : IWords
{
    public const string Done = "done";
    public const string Failed = "failed";

    public static IReadOnlyCollection<string> All { get; } = [Done, Failed];
}

/// <summary>The types of errors.</summary>
internal sealed class ErrorTypeWords : IWords
{
    public static IReadOnlyCollection<string> All { get; } = [.. DocumentErrorTypes.All.Keys];
}
