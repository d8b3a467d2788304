using System.Globalization;
using System.Text;
using Spade.Tests.Soak;

namespace Spade.Tests.Load;

/// <summary>The requests of a fleet of clients, with their outcomes and durations.</summary>
internal sealed class FleetReport
{
    private const int ShownFailures = 10;

    private readonly TimeSpan[] _durations;

    internal FleetReport(IReadOnlyList<RequestRecord> requests, IReadOnlyCollection<string> documents, int connections)
    {
        Requests = requests;
        DocumentIds = documents;
        Connections = connections;
        Outcomes = requests
            .CountBy(request => request.Outcome.ToString())
            .OrderBy(outcome => outcome.Key, StringComparer.Ordinal)
            .ToDictionary();
        Failed = requests.Count(request => request.Outcome.Failed);
        FirstFailures = [.. requests.Where(request => request.Outcome.Failed).OrderBy(request => request.Started).Take(ShownFailures)];
        _durations = [.. requests.Select(request => request.Duration).Order()];
    }

    /// <summary>All requests.</summary>
    public IReadOnlyList<RequestRecord> Requests { get; }

    /// <summary>The accepted documents, to check later that none is lost.</summary>
    public IReadOnlyCollection<string> DocumentIds { get; }

    /// <summary>How many connections were opened.</summary>
    public int Connections { get; }

    /// <summary>How many requests ended each way: a status code, <c>refused</c>, <c>reset</c>, <c>closed unanswered</c>,
    /// <c>cut body</c> or <c>timed out</c>.</summary>
    public IReadOnlyDictionary<string, int> Outcomes { get; }

    /// <summary>How many requests got no complete successful response.</summary>
    public int Failed { get; }

    public IReadOnlyList<RequestRecord> FirstFailures { get; }

    public TimeSpan P50 => Percentile(0.5);

    public TimeSpan P99 => Percentile(0.99);

    public TimeSpan Max => Percentile(1);

    /// <summary>Fails the test when a request failed, or when there were no requests.</summary>
    /// <param name="complaints">What the servers logged meanwhile.</param>
    public void AssertAllSucceeded(string complaints = "")
    {
        Assert.NotEmpty(Requests);
        Assert.True(Failed == 0, $"{this}\n{complaints}");
    }

    /// <summary>Adds the usual figures of a load.</summary>
    public void AddTo(Figures figures) => figures
        .Add("requests", Requests.Count)
        .Add("failed requests", Failed)
        .Add("p50", P50)
        .Add("p99", P99)
        .Add("slowest", Max);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Requests.Count} requests on {Connections} connections, {Failed} failed; ");
        text.AppendJoin(", ", Outcomes.Select(outcome => $"{outcome.Key}: {outcome.Value}"));
        text.Append(CultureInfo.InvariantCulture, $"; p50 {P50.TotalMilliseconds:F1} ms, ");
        text.Append(CultureInfo.InvariantCulture, $"p99 {P99.TotalMilliseconds:F1} ms, max {Max.TotalMilliseconds:F1} ms");
        foreach (var failure in FirstFailures)
            text.Append("\n  ").Append(failure);
        return text.ToString();
    }

    private TimeSpan Percentile(double share) =>
        _durations.Length == 0 ? TimeSpan.Zero : _durations[Math.Max(0, (int)Math.Ceiling(share * _durations.Length) - 1)];
}
