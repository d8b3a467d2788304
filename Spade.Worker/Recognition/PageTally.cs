using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Worker.Errors;

namespace Spade.Worker.Recognition;

/// <summary>How the pages of a document have ended, in this run and in earlier ones. Pages end side by side.</summary>
/// <param name="pages">Every page to recognise.</param>
/// <param name="ended">The pages that ended in earlier runs.</param>
internal sealed class PageTally(IReadOnlyList<int> pages, IReadOnlyList<EndedPage> ended)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, JobError?> _errors = ended.ToDictionary(page => page.Number, ErrorOf);
    private readonly List<PageEnd> _postponed = [];

    /// <summary>The pages that had not ended when the run began, in order.</summary>
    public IReadOnlyList<int> Missing { get; } = [.. pages.Except(ended.Select(page => page.Number))];

    /// <summary>Pages that ran out of time so far.</summary>
    public int Timeouts
    {
        get
        {
            lock (_lock)
                return _errors.Values.Count(error => error?.Type == RecognitionErrors.PageTimeoutType);
        }
    }

    /// <summary>True when a program broke down on a page in this run, and the page was given up.</summary>
    public bool HasToolFault { get; private set; }

    /// <summary>True when the run left pages without trying them.</summary>
    public bool HasUntried
    {
        get
        {
            lock (_lock)
                return pages.Count > _errors.Count + _postponed.Count;
        }
    }

    /// <summary>Why pages are left for a later run; null when there are none.</summary>
    public JobError? Postponed => _postponed.MinBy(end => end.Page)?.Problem?.Error;

    /// <summary>Adds a page that this run has ended or postponed.</summary>
    public void Add(PageEnd end)
    {
        lock (_lock)
        {
            if (end.IsPostponed)
                _postponed.Add(end);
            else
                _errors[end.Page] = end.Problem?.Error;
            HasToolFault |= end is { IsPostponed: false, Problem.Fault: RecognitionFault.Tool };
        }
    }

    /// <summary>The document's error; null when a page was read.</summary>
    public JobError? NothingRead()
    {
        List<(int Page, JobError Error)> failed = [];
        foreach (var page in pages.Order())
        {
            if (_errors.GetValueOrDefault(page) is not { } error)
                return null;
            failed.Add((page, error));
        }

        return RecognitionErrors.NoPageRead(failed);
    }

    private static JobError? ErrorOf(EndedPage page) => page.ErrorType is { } type ? new JobError(type, page.ErrorMessage!) : null;
}
