using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>API replicas on one database, with quotas.</summary>
internal sealed class QuotaReplicas(IReadOnlyList<InProcessApp> apps) : IAsyncDisposable
{
    public HttpClient Client => apps[0].Client;

    public IServiceProvider Services => apps[0].Services;

    public static async Task<QuotaReplicas> StartAsync(int replicas, params string[] settings)
    {
        var postgres = await SharedPostgres.GetAsync();
        var database = await postgres.CreateMigratedDatabaseAsync();
        var apps = new List<InProcessApp>();
        for (var replica = 0; replica < replicas; replica++)
            apps.Add(await ApiProcess.StartReadyAsync(database, settings));
        return new QuotaReplicas(apps);
    }

    /// <summary>Uploads new scans at the same moment, to one replica after another.</summary>
    /// <returns>The answers, each either accepted or refused because of this quota.</returns>
    public async Task<List<HttpResponseMessage>> FloodAsync(int uploads, string quota)
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, uploads).Select(number => apps[number % apps.Count].Client.UploadAsync(Scans.Pdf())));
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted))
            await refused.AssertQuotaAsync(quota);
        return [.. answers];
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps)
            await app.DisposeAsync();
    }
}
