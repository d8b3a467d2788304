namespace Spade.Rehearsal.Checks.Documents;

/// <summary>Words for what only the database knows.</summary>
internal static class Database
{
    public const string NotRead = "no document was read from the database";
}
