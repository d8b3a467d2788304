using System.Text.Json.Serialization;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>What somebody at another terminal wants of the running AppHost; one line of JSON on its socket.</summary>
/// <param name="Verb">One of <see cref="TerminalVerbs"/>.</param>
/// <param name="Name">Resource or instance; null where the verb needs none.</param>
internal sealed record TerminalRequest(string Verb, string? Name = null)
{
    /// <summary>Whether to go on with what is still to come.</summary>
    public bool Follow { get; init; }

    /// <summary>Only lines that are not older; null for all.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Only that many of the lines that are there; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Whether colours are seen.</summary>
    public bool Colours { get; init; }

    /// <summary>True when something goes on in the AppHost whether or not anybody watches.</summary>
    [JsonIgnore]
    internal bool IsCommand => Verb is TerminalVerbs.Restart or TerminalVerbs.Stop or TerminalVerbs.Start;
}
