namespace Spade.Tests.Infrastructure;

/// <summary>One cluster for every test that does not stop it: made when first asked for, ended with the test process. Test classes
/// stay parallel, which a collection fixture would forbid; each test takes a database of its own.</summary>
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
