using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Ends the reading of an upload that is rejected.</summary>
internal sealed class UploadProblemException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;
}
