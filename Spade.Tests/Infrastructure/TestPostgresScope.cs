namespace Spade.Tests.Infrastructure;

/// <summary>A separate cluster for a test that stops or breaks it.</summary>
public sealed class TestPostgresScope : IAsyncDisposable
{
    public TestPostgres Server { get; } = new();

    public Task StartAsync() => Server.InitializeAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
