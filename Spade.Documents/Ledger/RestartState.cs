namespace Spade.Documents.Ledger;

/// <summary>Where a process is in its life, or how it ended. Stored and shown as the lower-case word.</summary>
public enum RestartState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has had its signal and brings its work to an end.</summary>
    Draining,

    /// <summary>It ended, and nothing was cut.</summary>
    Stopped,

    /// <summary>It ended, and something was cut: exit code 3.</summary>
    Cut,

    /// <summary>It ended with an error of its own.</summary>
    Failed,

    /// <summary>It ended without a goodbye, with the database there to take one: SIGKILL, a crash, a lost machine.</summary>
    Crashed,

    /// <summary>It is gone, and the database was away when it went: its own log tells more.</summary>
    Unknown,
}

/// <summary>The words for <see cref="RestartState"/>.</summary>
public static class RestartStateNames
{
    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RestartState>().Select(ToWord)];

    /// <summary>The word that is stored and shown.</summary>
    public static string ToWord(this RestartState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads a word back; false when it is none of <see cref="All"/>.</summary>
    public static bool TryParse(string word, out RestartState state) =>
        Enum.TryParse(word, ignoreCase: true, out state) && state.ToWord() == word;
}
