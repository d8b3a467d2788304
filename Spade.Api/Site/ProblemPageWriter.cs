using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Spade.Api.Problems;

namespace Spade.Api.Site;

/// <summary>Writes a problem as a page for a browser that opened an address.</summary>
internal sealed class ProblemPageWriter(SiteFiles files, IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => BrowserRequest.WantsPage(context.HttpContext.Request);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = context.ProblemDetails;
        problem.Status ??= response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        options.Value.CustomizeProblemDetails?.Invoke(context);

        response.StatusCode = problem.Status.Value;
        response.Headers.Vary = "Accept";
        var page = new ComponentResult<ProblemPage>(new()
        {
            [nameof(ProblemPage.Folder)] = files.Folder,
            [nameof(ProblemPage.Status)] = problem.Status.Value,
            [nameof(ProblemPage.Title)] = problem.Title,
            [nameof(ProblemPage.Detail)] = problem.Detail,
            [nameof(ProblemPage.Type)] = problem.Type,
            [nameof(ProblemPage.RetryAfter)] = response.Headers.RetryAfter.ToString(),
        });
        await page.ExecuteAsync(context.HttpContext);
    }
}
