using Npgsql;
using Spade.Jobs;

namespace Spade.Documents;

/// <summary>One page's result.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="Text">Recognised text, UTF-8, no form feed.</param>
/// <param name="Confidence">Mean word confidence, 0 to 100; null when the page has no words.</param>
public sealed record RecognizedPage(int Number, string Text, double? Confidence);

/// <summary>The statements by which a job moves its document on. Each joins the caller's fenced transaction and is safe to repeat.</summary>
public static class PageRecords
{
    /// <summary>Marks the document as running with this many pages to recognise.</summary>
    public static Task StartAsync(NpgsqlTransaction transaction, string documentId, int pagesTotal, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>Notes that recognition of a page begins.</summary>
    /// <returns>How many times this page has been begun, this time included: above 1, it is repeated work.</returns>
    public static Task<int> BeginAsync(NpgsqlTransaction transaction, string documentId, int page, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>Stores a page's result and counts it, once.</summary>
    public static Task FinishAsync(
        NpgsqlTransaction transaction, string documentId, RecognizedPage page, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>Marks the document as completed.</summary>
    public static Task CompleteAsync(NpgsqlTransaction transaction, string documentId, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>Marks the document as failed and says why.</summary>
    public static Task FailAsync(
        NpgsqlTransaction transaction, string documentId, JobError error, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();
}
