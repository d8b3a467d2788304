using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Reports.Figures;

/// <summary>Requests whose length the client decides. Their latency says nothing of the server's.</summary>
internal static class ClientPaced
{
    private static readonly HashSet<string> Operations = ["wait", "events", "slow upload"];

    public static bool Is(RequestEntry request) => Operations.Contains(request.Operation);
}
