namespace Spade.Tests.Infrastructure;

/// <summary>Tests that put services under load and assert that no request fails. Nothing else runs beside them, and they run one after the
/// other: beside other tests on two cores, requests would exceed the time limits of the services.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BusyMachine
{
    public const string Name = "busy machine";
}
