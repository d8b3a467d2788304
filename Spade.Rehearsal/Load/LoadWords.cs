namespace Spade.Rehearsal.Load;

/// <summary>The words of schedules and of the history for the kinds of requests and connections.</summary>
internal static class LoadWords
{
    internal static IReadOnlyDictionary<string, Operation> Operations { get; } = new Dictionary<string, Operation>
    {
        ["get"] = Operation.Get, ["list"] = Operation.List, ["text"] = Operation.Text, ["wait"] = Operation.Wait,
        ["events"] = Operation.Events, ["upload"] = Operation.Upload, ["form upload"] = Operation.FormUpload,
        ["slow upload"] = Operation.SlowUpload,
    };

    internal static IReadOnlyDictionary<string, ClientKind> Clients { get; } = new Dictionary<string, ClientKind>
    {
        ["keep-alive"] = ClientKind.KeepAlive, ["fresh"] = ClientKind.Fresh, ["http/2"] = ClientKind.Http2,
    };

    internal static string WordOf(Operation operation) => Operations.First(pair => pair.Value == operation).Key;

    internal static string WordOf(ClientKind kind) => Clients.First(pair => pair.Value == kind).Key;
}
