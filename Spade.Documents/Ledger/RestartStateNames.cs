namespace Spade.Documents.Ledger;

/// <summary>The words for <see cref="RestartState"/>.</summary>
public static class RestartStateNames
{
    /// <summary>Every word, in the order of a process's life.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RestartState>().Select(ToWord)];

    /// <summary>The word that is stored and shown.</summary>
    public static string ToWord(this RestartState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads a word back; false when it is none of <see cref="All"/>.</summary>
    public static bool TryParse(string word, out RestartState state) =>
        Enum.TryParse(word, ignoreCase: true, out state) && state.ToWord() == word;
}
