namespace Spade.Documents.Documents;

/// <summary>How telemetry names a document.</summary>
public static class DocumentsTelemetry
{
    /// <summary>The attribute of spans and log records that holds a document's natural id.</summary>
    public const string DocumentId = "spade.document.id";
}
