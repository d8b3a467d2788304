namespace Spade.Tests.Infrastructure;

/// <summary>One cluster for all tests that do not stop it, started on first use and stopped with the test process. Unlike with a
/// collection fixture, test classes run in parallel; each test creates its own database.</summary>
public static class SharedPostgres
{
    private static readonly Lazy<Task<TestPostgres>> Shared = new(StartAsync);

    /// <summary>The cluster, started by the first caller.</summary>
    public static Task<TestPostgres> GetAsync() => Shared.Value;

    private static async Task<TestPostgres> StartAsync()
    {
        var postgres = new TestPostgres();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => postgres.DisposeAsync().Wait();
        await postgres.InitializeAsync();
        return postgres;
    }
}
