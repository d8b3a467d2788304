using Spade.Api.OpenApi;
using Spade.Documents.Keys;

namespace Spade.Api.Keys;

/// <summary>The words for whether a key is accepted.</summary>
internal sealed class KeyStateWords : IWords
{
    public static IReadOnlyCollection<string> All => KeyStateNames.All;
}
