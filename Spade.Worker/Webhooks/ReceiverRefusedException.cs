namespace Spade.Worker.Webhooks;

/// <summary>A receiver's name resolves to no address that may be called. Nothing was sent.</summary>
internal sealed class ReceiverRefusedException() : Exception("It resolves to no address that may be called.");
