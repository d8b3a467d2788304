namespace Spade.Documents.Pages;

/// <summary>A page that has ended.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="ErrorType">Why it could not be read, for programs; null when it was read.</param>
/// <param name="ErrorMessage">Why it could not be read, for people; null when it was read.</param>
public sealed record EndedPage(int Number, string? ErrorType = null, string? ErrorMessage = null)
{
    /// <summary>False when it could not be read, or was read by a version that kept no layouts.</summary>
    public bool HasLayout { get; init; }
}
