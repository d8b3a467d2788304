namespace Spade.Rehearsal.Checks.Ledgers;

/// <summary>Words that the checks of the ledger share.</summary>
internal static class LedgerWords
{
    public const string NotRead = "no row of the ledger was read";
}
