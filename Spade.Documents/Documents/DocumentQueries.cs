using Microsoft.EntityFrameworkCore;
using Spade.Documents.Pages;
using Spade.Documents.Schema;
using Spade.Documents.Tenants;

namespace Spade.Documents.Documents;

/// <summary>Reads documents. No connection is held between two calls.</summary>
/// <remarks>A document ends together with its job. An unfinished document whose job has ended or was pruned was left behind: its failure
/// could not be recorded. It is shown as failed and can be removed or started again like a failed one.
/// <para>It finds the documents that the caller may see, and no others: to a caller, another tenant's document does not exist.</para>
/// </remarks>
public sealed class DocumentQueries(SpadeDbContext context, TenantScope scope)
{
    private const string LeftBehindType = "unrecorded";
    private const string LeftBehindMessage = "Its job ended, and the reason is no longer known.";

    /// <summary>Finds a document; null when there is none.</summary>
    public async Task<DocumentView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var view = await Views(Visible().Where(document => document.Id == id)).SingleOrDefaultAsync(cancellationToken);
        return view is null ? null : (await WithFailedPagesAsync([view], cancellationToken))[0];
    }

    /// <summary>Lists documents, newest first.</summary>
    /// <param name="status">Only those that show this status; null for all.</param>
    /// <param name="after">Where an earlier list ended; null for the start.</param>
    /// <param name="limit">Most documents to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<DocumentView>> ListAsync(
        DocumentStatus? status, DocumentPosition? after, int limit, CancellationToken cancellationToken)
    {
        var documents = Visible();
        if (after is not null)
        {
            documents = documents.Where(document => EF.Functions.LessThan(
                ValueTuple.Create(document.CreatedAt, document.Id), ValueTuple.Create(after.CreatedAt, after.Id)));
        }

        var views = await WithStatus(documents, status)
            .OrderByDescending(view => view.CreatedAt).ThenByDescending(view => view.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return await WithFailedPagesAsync(views, cancellationToken);
    }

    /// <summary>Adds the numbers of pages that could not be read. Few documents have any, and the others cost no statement.</summary>
    private async Task<IReadOnlyList<DocumentView>> WithFailedPagesAsync(List<DocumentView> views, CancellationToken cancellationToken)
    {
        var ids = views.Where(view => view.PagesFailed > 0).Select(view => view.Id).ToList();
        if (ids.Count == 0)
            return views;
        var failed = await (
            from document in context.Set<Document>()
            where ids.Contains(document.Id)
            from page in context.Set<Page>()
                .Where(page => page.DocumentId == document.Id && page.ErrorType != null)
                .OrderBy(page => page.Number)
                .Take(PageList.MostNamed)
            select new { page.DocumentId, page.Number }).ToListAsync(cancellationToken);
        var numbers = failed.ToLookup(page => page.DocumentId, page => page.Number);
        return [.. views.Select(view => view.PagesFailed == 0 ? view : view with { FailedPages = [.. numbers[view.Id].Order()] })];
    }

    // Stored and shown status differ for unfinished documents only. The index finds those, and few of them have to be read.
    private IQueryable<DocumentView> WithStatus(IQueryable<Document> documents, DocumentStatus? status) => status switch
    {
        null => Views(documents),
        DocumentStatus.Queued or DocumentStatus.Running =>
            Views(documents.Where(document => document.Status == DocumentStatus.Queued || document.Status == DocumentStatus.Running))
                .Where(view => view.Status == status),
        // Documents that were left behind are stored as queued or running.
        DocumentStatus.Failed =>
            Views(documents.Where(document => document.Status == DocumentStatus.Failed
                    || document.Status == DocumentStatus.Queued || document.Status == DocumentStatus.Running))
                .Where(view => view.Status == status),
        _ => Views(documents.Where(document => document.Status == status)),
    };

    /// <summary>The document with this id, if it has ended or was left behind.</summary>
    internal IQueryable<Document> Ended(string id) => Visible().Where(document => document.Id == id
        && ((document.Status != DocumentStatus.Queued && document.Status != DocumentStatus.Running)
            || (document.JobId != null && !context.Set<DocumentJob>().Any(job => job.Id == document.JobId
                && (job.State == DocumentJob.Created || job.State == DocumentJob.Retry || job.State == DocumentJob.Active)))));

    // Two queries instead of a condition on a parameter, because each has an index of its own.
    private IQueryable<Document> Visible() =>
        scope.Limit is { } tenant ? context.Set<Document>().Where(document => document.Tenant == tenant) : context.Set<Document>();

    private IQueryable<DocumentView> Views(IQueryable<Document> documents) =>
        from document in documents.AsNoTracking()
        join job in context.Set<DocumentJob>() on document.JobId equals job.Id into jobs
        from job in jobs.DefaultIfEmpty()
        let isLeftBehind = (document.Status == DocumentStatus.Queued || document.Status == DocumentStatus.Running)
            && document.JobId != null
            && job.State != DocumentJob.Created && job.State != DocumentJob.Retry && job.State != DocumentJob.Active
        select new DocumentView
        {
            Id = document.Id,
            FileName = document.FileName,
            ContentType = document.ContentType,
            Size = document.Size,
            Sha256 = document.Sha256,
            Language = document.Language,
            Status = isLeftBehind ? DocumentStatus.Failed
                : document.Status == DocumentStatus.Running && job.State != DocumentJob.Active ? DocumentStatus.Queued
                : document.Status,
            Pages = document.Pages,
            Dpi = document.Dpi,
            TextSource = document.TextSource,
            Tenant = document.Tenant,
            UploadedBy = document.UploadedBy,
            Callback = document.Callback,
            PagesDone = document.PagesDone,
            PagesFailed = document.PagesFailed,
            PagesTotal = document.PagesTotal,
            LastEvent = document.LastEvent,
            Attempt = (int?)job.Attempt ?? 0,
            Interruptions = (int?)job.Interruptions ?? 0,
            ErrorType = isLeftBehind ? job.ErrorType ?? LeftBehindType : document.ErrorType,
            ErrorMessage = isLeftBehind ? job.ErrorMessage ?? LeftBehindMessage : document.ErrorMessage,
            CreatedAt = document.CreatedAt,
            StartedAt = document.StartedAt,
            CompletedAt = isLeftBehind ? job.FinishedAt : document.CompletedAt,
        };
}
