using Spade.Rehearsal.Load.Clients;

namespace Spade.Rehearsal.Load.Requests;

/// <summary>Makes requests, with everything that follows from them, such as the repetition of an upload.</summary>
internal sealed class RequestRun(
    LoadPlan plan, LoadServer server, ClientPool clients, DocumentBook documents, LoadClock clock, RequestRecorder recorder)
{
    private readonly UploadRun _uploads = new(plan, clients, documents, clock, recorder);
    private readonly EventsRun _events = new(clients, clock, recorder);

    /// <summary>Makes one request; never fails.</summary>
    /// <param name="intent">When it is due.</param>
    /// <param name="choice">What it does.</param>
    /// <param name="stop">The end of the rehearsal.</param>
    internal Task RunAsync(Intent intent, Choice choice, CancellationToken stop) => choice.Operation switch
    {
        Operation.Get => ReadAsync(intent, choice, server.Address.PathAndQuery, null, stop),
        Operation.List => ReadAsync(intent, choice, "/documents?limit=10", null, stop),
        Operation.Text => OfDocumentAsync(intent, choice, id => ReadAsync(intent, choice, $"/documents/{id}/text", id, stop), stop),
        Operation.Wait => OfDocumentAsync(
            intent, choice, id => ReadAsync(intent, choice, $"/documents/{id}?wait={(int)plan.Wait.TotalSeconds}", id, stop), stop),
        Operation.Events => OfDocumentAsync(intent, choice, id => _events.FollowAsync(intent, choice.Client, id, stop), stop),
        _ => _uploads.RunAsync(intent, choice, stop),
    };

    /// <summary>Before the first document is accepted, a read of one asks for the list.</summary>
    private Task OfDocumentAsync(Intent intent, Choice choice, Func<string, Task> read, CancellationToken stop) =>
        documents.Pick(choice.Document) is { } id
        ? read(id)
        : RunAsync(intent, choice with { Operation = Operation.List }, stop);

    private async Task ReadAsync(Intent intent, Choice choice, string path, string? document, CancellationToken stop) => recorder.Add(
        intent, choice.Operation, await clients.AskAsync(choice.Client, new Ask("GET", path), plan.Patience, stop), document);
}
