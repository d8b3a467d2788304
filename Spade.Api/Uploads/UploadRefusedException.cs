using Spade.Api.Problems;

namespace Spade.Api.Uploads;

/// <summary>Ends the reading of an upload that will not be accepted.</summary>
internal sealed class UploadRefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;
}
