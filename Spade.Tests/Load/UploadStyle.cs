namespace Spade.Tests.Load;

/// <summary>How a scan is uploaded.</summary>
internal enum UploadStyle
{
    /// <summary>The request's body, with its length.</summary>
    Raw,

    /// <summary>A field of a multipart form.</summary>
    Form,

    /// <summary>The request's body in chunks, each after a pause.</summary>
    Trickled,
}
