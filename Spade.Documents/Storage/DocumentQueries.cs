using Microsoft.EntityFrameworkCore;

namespace Spade.Documents;

/// <summary>A place in the list of documents: everything older comes after it.</summary>
/// <param name="CreatedAt">When the last document before that place was created.</param>
/// <param name="Id">Its id, because many may be created in the same microsecond.</param>
public sealed record DocumentPosition(DateTimeOffset CreatedAt, string Id);

/// <summary>Asks for documents. No connection is held between two calls.</summary>
public sealed class DocumentQueries(SpadeDbContext context)
{
    /// <summary>Finds a document; null when there is none.</summary>
    public Task<DocumentView?> FindAsync(string id, CancellationToken cancellationToken) =>
        Views(context.Documents.Where(document => document.Id == id)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Lists documents, newest first.</summary>
    /// <param name="status">Only those that show this status; null for all.</param>
    /// <param name="after">Where an earlier list ended; null for the start.</param>
    /// <param name="limit">Most documents to return.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<DocumentView>> ListAsync(
        DocumentStatus? status, DocumentPosition? after, int limit, CancellationToken cancellationToken)
    {
        var documents = context.Documents.AsQueryable();
        if (after is not null)
        {
            documents = documents.Where(document => EF.Functions.LessThan(
                ValueTuple.Create(document.CreatedAt, document.Id), ValueTuple.Create(after.CreatedAt, after.Id)));
        }

        return await WithStatus(documents, status)
            .OrderByDescending(view => view.CreatedAt).ThenByDescending(view => view.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    // Stored and shown status differ for unfinished documents only, and those are few: the index narrows, the rest is looked at.
    private IQueryable<DocumentView> WithStatus(IQueryable<Document> documents, DocumentStatus? status) => status switch
    {
        null => Views(documents),
        DocumentStatus.Queued or DocumentStatus.Running =>
            Views(documents.Where(document => document.Status == DocumentStatus.Queued || document.Status == DocumentStatus.Running))
                .Where(view => view.Status == status),
        _ => Views(documents.Where(document => document.Status == status)),
    };

    private IQueryable<DocumentView> Views(IQueryable<Document> documents) =>
        from document in documents.AsNoTracking()
        join job in context.Jobs on document.JobId equals job.Id into jobs
        from job in jobs.DefaultIfEmpty()
        select new DocumentView
        {
            Id = document.Id,
            FileName = document.FileName,
            ContentType = document.ContentType,
            Size = document.Size,
            Sha256 = document.Sha256,
            Language = document.Language,
            Status = document.Status == DocumentStatus.Running && job.State != JobState.Active ? DocumentStatus.Queued : document.Status,
            PagesDone = document.PagesDone,
            PagesTotal = document.PagesTotal,
            Attempt = (int?)job.Attempt ?? 0,
            Interruptions = (int?)job.Interruptions ?? 0,
            ErrorType = document.ErrorType,
            ErrorMessage = document.ErrorMessage,
            CreatedAt = document.CreatedAt,
            StartedAt = document.StartedAt,
            CompletedAt = document.CompletedAt,
        };
}
