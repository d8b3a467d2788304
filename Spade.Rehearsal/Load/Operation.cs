namespace Spade.Rehearsal.Load;

/// <summary>A kind of request.</summary>
internal enum Operation
{
    /// <summary>GET of the target's own address: for services other than Spade.</summary>
    Get,

    /// <summary>The list of documents.</summary>
    List,

    /// <summary>The text of a document.</summary>
    Text,

    /// <summary>A long poll until a document has ended.</summary>
    Wait,

    /// <summary>The events of a document until it has ended, continued after each end of a stream.</summary>
    Events,

    /// <summary>An upload as the request's body.</summary>
    Upload,

    /// <summary>An upload as the field of a form.</summary>
    FormUpload,

    /// <summary>An upload in chunks, each after a pause.</summary>
    SlowUpload,
}
