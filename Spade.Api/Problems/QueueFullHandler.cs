using Microsoft.AspNetCore.Diagnostics;
using Spade.Documents.Documents;

namespace Spade.Api.Problems;

/// <summary>Answers 429 when no more documents of the tenant may wait, for every request that would add one.</summary>
internal sealed class QueueFullHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not QueueFullException full)
            return false;
        await ApiProblems.QueueFull(full.Waiting).ExecuteAsync(context);
        return true;
    }
}
