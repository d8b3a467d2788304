namespace Spade.Documents.Events;

/// <summary>An event as its readers get it.</summary>
/// <param name="Id">From 1, without gaps.</param>
/// <param name="Kind"><see cref="EventKinds.Page"/> or <see cref="EventKinds.Status"/>.</param>
/// <param name="Data">What happened, in JSON on one line.</param>
public sealed record StoredEvent(long Id, string Kind, string Data);
