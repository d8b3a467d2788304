namespace Spade.Tests.Infrastructure;

/// <summary>Tests that keep every core busy for long, with Tesseract or with load. They run one after the other: side by side, with two
/// cores, the requests of one run into the time limits of a service whose machine has no time for it.</summary>
[CollectionDefinition(Name)]
public sealed class BusyMachine
{
    public const string Name = "busy machine";
}
