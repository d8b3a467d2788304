using Spade.Api.OpenApi;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>The words for where a delivery stands.</summary>
internal sealed class DeliveryStateWords : IWords
{
    public static IReadOnlyCollection<string> All { get; } = [.. DeliveryStates.All];
}
