using Spade.Api.OpenApi;
using Spade.Documents.Ledger;

namespace Spade.Api.Restarts;

/// <summary>The words for how a process ended, or where it stands.</summary>
internal sealed class RestartStateWords : IWords
{
    public static IReadOnlyCollection<string> All => RestartStateNames.All;
}
