namespace Spade.Documents.Documents;

/// <summary>An upload that is complete, checked and ready to be stored.</summary>
/// <param name="Content">The bytes; seekable, read from the start.</param>
/// <param name="Size">Number of bytes.</param>
/// <param name="Sha256">Their SHA-256, in lower-case hex.</param>
/// <param name="FileName">The name it was uploaded with, sanitized; null when it had none.</param>
/// <param name="ContentType">Media type, detected from the magic bytes.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="UploadedBy">Prefix of the key, or subject of the token, that it came with; null when none was needed.</param>
/// <param name="Callback">Where the event of its end is sent; null for nowhere but to the tenant's own receiver.</param>
public sealed record NewDocument(
    Stream Content, long Size, string Sha256, string? FileName, string ContentType, RecognitionOptions Options, string? UploadedBy = null,
    string? Callback = null);
