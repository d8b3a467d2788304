using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>Names under which clients save a document's outputs.</summary>
internal static class OutputNames
{
    /// <summary>The name of the upload with another extension; the content id when it had no name.</summary>
    public static string Of(DocumentView document, string extension) =>
        (Path.GetFileNameWithoutExtension(document.FileName) is { Length: > 0 } name ? name : document.Id) + extension;

    /// <summary>The name of the upload; the content id and the usual extension of its type when it had none.</summary>
    public static string OfFile(DocumentView document) => document.FileName ?? document.Id + document.ContentType switch
    {
        "image/jpeg" => ".jpg",
        "image/tiff" => ".tif",
        var type => "." + type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..],
    };
}
