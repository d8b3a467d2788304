using Spade.Documents.Pages;
using Spade.Documents.Tenants;

namespace Spade.Documents.Documents;

/// <summary>A row of <c>documents</c>: an upload and how far its recognition is. Times are the database's clock.</summary>
internal sealed class Document
{
    /// <summary>Content id, see <see cref="ContentId"/>.</summary>
    public required string Id { get; init; }
    public string? FileName { get; init; }
    public required string ContentType { get; init; }
    public required long Size { get; init; }
    public required string Sha256 { get; init; }
    public required string Language { get; init; }

    /// <summary>Pages asked for, in canonical form; null for all.</summary>
    public string? Pages { get; init; }
    public required int Dpi { get; init; }
    public TextSource TextSource { get; init; }
    public DocumentStatus Status { get; init; }

    /// <summary>Pages to recognise; null until a worker has counted them.</summary>
    public int? PagesTotal { get; init; }

    /// <summary>Pages that have ended, those that could not be read included.</summary>
    public int PagesDone { get; init; }

    /// <summary>Of the pages that have ended, those that could not be read.</summary>
    public int PagesFailed { get; init; }

    /// <summary>Id of its latest event; 0 before the first.</summary>
    public long LastEvent { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }

    /// <summary>Its owner. The content id contains it, so a document never changes hands.</summary>
    public string Tenant { get; init; } = TenantName.Default;

    /// <summary>Prefix of the key that uploaded it first, or the subject of the token; null when no key was needed.</summary>
    public string? UploadedBy { get; init; }

    /// <summary>Where the event of its end is sent; null for nowhere but to the tenant's own receiver.</summary>
    public string? Callback { get; init; }

    /// <summary>The latest job, which may have been pruned.</summary>
    public Guid? JobId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it completed, failed or was cancelled.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
