using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>The lines of a resource, of all its replicas as they come and go, or of one replica.</summary>
internal sealed class LogsVerb(TerminalNames names, ResourceLoggerService logs, TimeProvider clock) : ITerminalVerb
{
    private const int Cyan = 36;

    public bool Answers(TerminalRequest request) => request.Verb == TerminalVerbs.Logs;

    public async Task<int> RunAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken)
    {
        var resource = names.Find(request.Name!);
        var width = ReplicaSet.LongestName(resource);
        var log = logs.LogOf(resource.Name);
        var (kept, following) = log.Subscribe();
        try
        {
            foreach (var entry in Chosen(kept, request))
                await WriteAsync(entry);
            if (!request.Follow)
                return 0;
            var last = kept is [.., var newest] ? newest.Line.LineNumber : 0;
            await foreach (var entry in following.Reader.ReadAllAsync(cancellationToken))
            {
                await TellGapAsync(entry.Line.LineNumber - last - 1);
                last = entry.Line.LineNumber;
                if (logs.IsFrom(entry, request.Name!))
                    await WriteAsync(entry);
            }

            await output.WriteErrorAsync("The AppHost has ended.", cancellationToken);
            return 1;
        }
        finally
        {
            log.Unsubscribe(following);
        }

        Task TellGapAsync(int lost) => lost == 0 ? Task.CompletedTask : output.WriteErrorAsync(
            string.Create(CultureInfo.InvariantCulture, $"{lost} lines of {resource.Name} are missing here: this terminal reads more slowly than they come."), cancellationToken);

        Task WriteAsync(LogEntry entry) => output.WriteLineAsync($"{output.Coloured($"{entry.Source.PadRight(width)} |", Cyan)} {entry.Line.Content}", cancellationToken);
    }

    private IEnumerable<LogEntry> Chosen(IReadOnlyList<LogEntry> kept, TerminalRequest request)
    {
        var oldest = request.Since is { } since ? clock.GetUtcNow() - since : DateTimeOffset.MinValue;
        var chosen = kept.Where(entry => entry.At >= oldest && logs.IsFrom(entry, request.Name!));
        return request.Tail is { } tail ? chosen.TakeLast(tail) : chosen;
    }
}
