using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Ends the reading of an upload that will not be accepted.</summary>
internal sealed class UploadProblemException(ApiProblem refusal) : Exception(refusal.Detail)
{
    public ApiProblem Problem { get; } = refusal;
}
