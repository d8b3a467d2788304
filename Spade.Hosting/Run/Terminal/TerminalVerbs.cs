namespace Aspire.Hosting.Run.Terminal;

/// <summary>The words that make the AppHost's program ask a running AppHost in place of running one.</summary>
internal static class TerminalVerbs
{
    internal const string Ps = "ps";
    internal const string Logs = "logs";
    internal const string Status = "status";
    internal const string Restart = "restart";
    internal const string Stop = "stop";
    internal const string Start = "start";

    internal static IReadOnlyList<string> All { get; } = [Ps, Logs, Status, Restart, Stop, Start];
}
