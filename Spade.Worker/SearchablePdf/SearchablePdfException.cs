namespace Spade.Worker.SearchablePdf;

/// <summary>No searchable PDF can be made of a document, however often it is tried. Its text has been read all the same, so the document
/// completes without one.</summary>
internal sealed class SearchablePdfException(string message, Exception? cause = null) : Exception(message, cause);
