using Spade.Documents.Documents;

namespace Spade.Api.Uploads;

/// <summary>An upload that has arrived completely. Disposing it frees its temporary file, if it has one.</summary>
internal sealed record SpooledUpload(Stream Content, long Size, string Sha256, string ContentType) : IAsyncDisposable
{
    /// <summary>The name it was uploaded with, sanitized; null when it had none.</summary>
    public string? FileName { get; init; }

    public NewDocument ToDocument(RecognitionOptions options, string? uploadedBy, string? callback) =>
        new(Content, Size, Sha256, FileName, ContentType, options, uploadedBy, callback);

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
