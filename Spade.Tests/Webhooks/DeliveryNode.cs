using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Spade.Documents.Webhooks;
using Spade.Jobs.Postgres;
using Spade.Tests.Jobs;
using Spade.Worker.Webhooks;

namespace Spade.Tests.Webhooks;

/// <summary>A node that delivers events, with a tenant that has a secret. Receivers on this machine are allowed unless a test says
/// otherwise, and retries follow at once.</summary>
internal sealed class DeliveryNode : IAsyncDisposable
{
    public const string Tenant = "acme";

    private readonly JobsDatabase _database;
    private readonly JobsNode _node;

    private DeliveryNode(JobsDatabase database, JobsNode node) => (_database, _node) = (database, node);

    public byte[] Secret { get; private set; } = [];

    public static async Task<DeliveryNode> StartAsync(Action<WebhookOptions>? configure = null)
    {
        var options = new WebhookOptions
        {
            AllowHttp = true, AllowedNetworks = "127.0.0.0/8", Timeout = TimeSpan.FromSeconds(60),
            RetryDelay = TimeSpan.FromMilliseconds(1), RetryDelayMax = TimeSpan.FromMilliseconds(50),
        };
        configure?.Invoke(options);
        var database = await JobsDatabase.CreateAsync();
        var node = await JobsNode.StartAsync(
            database,
            services: services =>
            {
                services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
                services.AddWebhooks();
            },
            more: jobs => jobs.AddWebhookDelivery(options));
        var delivery = new DeliveryNode(database, node);
        delivery.Secret = (await node.Get<TenantWebhooks>().SetAsync(Tenant, null, null, CancellationToken.None))!;
        return delivery;
    }

    public T Get<T>()
        where T : notnull => _node.Get<T>();

    /// <summary>The database of the node.</summary>
    public JobsDatabase Database => _database;

    /// <summary>Ends a document whose event goes to this receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="fileName">The name of the document's file.</param>
    /// <param name="isCallback">True when the upload has named the receiver, false when the tenant's operator has.</param>
    /// <returns>The id of the delivery.</returns>
    public async Task<Guid> SendAsync(Uri receiver, string fileName = "scan.pdf", bool isCallback = false)
    {
        var document = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var (own, callback) = isCallback ? (null, receiver.AbsoluteUri) : (receiver.AbsoluteUri, (string?)null);
        await using var connection = await _database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(transaction.Command("UPDATE tenants SET webhook_url = $2 WHERE name = $1").WithText(Tenant).WithText(own));
        await ExecuteAsync(transaction.Command(
            """
            INSERT INTO documents (id, content_type, size, sha256, language, dpi, status, pages_total, pages_done, created_at, started_at,
                file_name, tenant, callback)
            VALUES ($1, 'application/pdf', 1, $1, 'eng', 300, 'running', 2, 2, 'epoch', 'epoch', $2, $3, $4)
            """).WithText(document).WithText(fileName).WithText(Tenant).WithText(callback));
        await ExecuteAsync(transaction.Command(
            "UPDATE documents SET status = 'completed', completed_at = timestamptz 'epoch' + interval '1 minute' WHERE id = $1")
            .WithText(document));
        Assert.True(await Get<WebhookOutbox>().AddJobsAsync(document, transaction, CancellationToken.None));
        await transaction.CommitAsync();
        Get<WebhookOutbox>().Wake();
        return await _database.ScalarAsync<Guid>("SELECT id FROM webhook_deliveries WHERE document_id = $1", document);
    }

    /// <summary>The document that a delivery is about.</summary>
    public Task<string> DocumentOfAsync(Guid delivery) =>
        _database.ScalarAsync<string>("SELECT document_id FROM webhook_deliveries WHERE id = $1", delivery);

    /// <summary>The latest job of a delivery.</summary>
    public Task<Guid> JobOfAsync(Guid delivery) =>
        _database.ScalarAsync<Guid>("SELECT job_id FROM webhook_deliveries WHERE id = $1", delivery);

    /// <summary>Holds every event back, or sends those that wait.</summary>
    public async Task SetPausedAsync(bool paused)
    {
        if (paused)
            await _node.PauseAsync(DeliverWebhook.Queue);
        else
            await _node.Client.ResumeAsync(DeliverWebhook.Queue, CancellationToken.None);
    }

    /// <summary>Looks for deliveries without a job, as a worker does when it starts.</summary>
    public Task SweepAsync() =>
        Get<IEnumerable<IHostedService>>().OfType<OutboxSweep>().Single().SweepAsync(withEnded: true, CancellationToken.None);

    /// <summary>Waits until a delivery is in a state.</summary>
    public Task BecomesAsync(Guid delivery, string state) => Infrastructure.Eventually.HoldsAsync(
        $"delivery {delivery} is {state}",
        async () => await _database.ScalarAsync<string>("SELECT state FROM webhook_deliveries WHERE id = $1", delivery) == state);

    /// <summary>The log of a delivery's attempts: status or -, and the error.</summary>
    public async Task<IReadOnlyList<string>> AttemptsAsync(Guid delivery) =>
        await _database.ScalarAsync<string[]>(
            """
            SELECT coalesce(array_agg(coalesce(status::text, '-') || coalesce(' ' || error, '') ORDER BY number), '{}')
            FROM webhook_attempts WHERE delivery_id = $1
            """,
            delivery);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlCommand command)
    {
        await using (command)
            await command.ExecuteNonQueryAsync();
    }
}
