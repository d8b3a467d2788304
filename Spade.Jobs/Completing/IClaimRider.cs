namespace Spade.Jobs.Completing;

/// <summary>Claims jobs in the transactions that complete others: the places that come free are filled without a round trip.</summary>
internal interface IClaimRider
{
    /// <returns>Null when nothing is to be claimed with the next commit.</returns>
    IClaimRide? TryBoard(int places);
}
