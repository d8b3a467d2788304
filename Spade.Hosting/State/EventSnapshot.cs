namespace Aspire.Hosting.ApplicationModel;

/// <summary>An event that has been published.</summary>
/// <param name="EventTask">Ends when every callback has returned.</param>
public sealed record EventSnapshot(Task EventTask);
