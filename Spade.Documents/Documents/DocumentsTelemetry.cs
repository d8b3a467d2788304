namespace Spade.Documents.Documents;

/// <summary>Names of documents in telemetry.</summary>
public static class DocumentsTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Spade.Documents";

    /// <summary>The attribute of spans and log records that holds a document's content id.</summary>
    public const string DocumentId = "spade.document.id";
}
