namespace Spade.Jobs.Completing;

/// <summary>Claims jobs in the transactions that complete others, so that free slots are filled without another round trip.</summary>
internal interface IClaimRider
{
    /// <returns>Null when the next commit must not claim jobs.</returns>
    IClaimRide? TryBoard(int places);
}
