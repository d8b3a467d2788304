namespace Spade.Documents.Keys;

/// <summary>The words for <see cref="KeyState"/>.</summary>
public static class KeyStateNames
{
    /// <summary>Every word, in the order of a key's life.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<KeyState>().Select(ToWord)];

    /// <summary>The word that is shown.</summary>
    public static string ToWord(this KeyState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads a word back; false when it is none of <see cref="All"/>.</summary>
    public static bool TryParse(string word, out KeyState state) =>
        Enum.TryParse(word, ignoreCase: true, out state) && state.ToWord() == word;
}
