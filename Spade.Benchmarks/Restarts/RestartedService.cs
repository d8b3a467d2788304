using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Restarts;

/// <summary>A service that is restarted under load.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Program">Starts one replica of it.</param>
/// <param name="Path">What the load asks for: a GET that makes one query.</param>
/// <param name="PreStop">How long a replica is out of the balancer before SIGTERM, as with a preStop hook; zero for SIGTERM at
/// once.</param>
internal sealed record RestartedService(string Name, WebProgram Program, string Path, TimeSpan PreStop);
