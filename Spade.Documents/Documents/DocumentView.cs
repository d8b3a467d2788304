using Spade.Documents.Pages;

namespace Spade.Documents.Documents;

/// <summary>A document as clients see it: its row and the state of its job. Times are the database's clock, in UTC.</summary>
public sealed record DocumentView
{
    /// <summary>Content id.</summary>
    public required string Id { get; init; }

    /// <summary>The name it was uploaded with; null when it had none.</summary>
    public string? FileName { get; init; }

    /// <summary>Media type, detected from the magic bytes.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the bytes, in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Tesseract's languages, in order, such as <c>eng+deu</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Its status; <see cref="DocumentStatus.Running"/> only while a worker has claimed its job, and queued between two
    /// workers.</summary>
    public required DocumentStatus Status { get; init; }

    /// <summary>The pages asked for, in canonical form; null for all.</summary>
    public string? Pages { get; init; }

    /// <summary>Resolution at which PDF pages are rasterised.</summary>
    public required int Dpi { get; init; }

    /// <summary>Where the text of PDF pages is taken from.</summary>
    public required TextSource TextSource { get; init; }

    /// <summary>Its owner.</summary>
    public required string Tenant { get; init; }

    /// <summary>Prefix of the key, or subject of the token, that uploaded it first; null when none was needed.</summary>
    public string? UploadedBy { get; init; }

    /// <summary>Where the event of its end is sent; null for nowhere but to the tenant's own receiver.</summary>
    public string? Callback { get; init; }

    /// <summary>Pages that have ended so far, those that could not be read included.</summary>
    public required int PagesDone { get; init; }

    /// <summary>Of the pages that have ended, those that could not be read.</summary>
    public required int PagesFailed { get; init; }

    /// <summary>The numbers of the first pages that could not be read, in order, at most <see cref="PageList.MostNamed"/>.</summary>
    public IReadOnlyList<int> FailedPages { get; init; } = [];

    /// <summary>What its reader should know although it did not fail, in sentences.</summary>
    public IReadOnlyList<string> Warnings => DocumentWarnings.Of(PagesFailed, PagesTotal, FailedPages);

    /// <summary>Id of its latest event; 0 before the first.</summary>
    public long LastEvent { get; init; }

    /// <summary>Pages to recognise; null until a worker has counted them.</summary>
    public int? PagesTotal { get; init; }

    /// <summary>Failures of its job so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>Releases and crashes of its job so far.</summary>
    public required int Interruptions { get; init; }

    /// <summary>Why it failed, for programs; null unless it did.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Why it failed, for people; null unless it did.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When it was first uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a worker first started it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it completed, failed or was cancelled.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
