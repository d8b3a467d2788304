namespace Spade.Worker.Pdf;

/// <summary>What is known of a document from the pages that were drawn.</summary>
internal sealed class DrawingHistory
{
    /// <summary>True once an error was printed that is not known to be harmless.</summary>
    public bool HasErrors { get; set; }
}
