using Spade.Rehearsal.Scans;

namespace Spade.Rehearsal.Load;

/// <summary>What one request is to do.</summary>
/// <param name="Operation">Its kind.</param>
/// <param name="Client">The kind of connection.</param>
/// <param name="Sample">What an upload uploads.</param>
/// <param name="Document">Which of the documents a read concerns, from 0 to 1.</param>
internal sealed record Choice(Operation Operation, ClientKind Client, ScanSample Sample, double Document);
