using System.Globalization;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>An API that takes files of 300,000 bytes at most, so that limits can be tested with small ones.</summary>
public sealed class SmallLimitApi : IAsyncLifetime
{
    public const long Limit = 300_000;

    private InProcessApp _app = null!;

    public HttpClient Client => _app.Client;

    public Uri Address => _app.Address;

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), $"Limits:MaxUploadBytes={Limit.ToString(CultureInfo.InvariantCulture)}");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
