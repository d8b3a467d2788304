using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Webhooks;
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

    /// <summary>Ends a document whose event goes to this receiver.</summary>
    /// <returns>The id of the delivery.</returns>
    public async Task<Guid> SendAsync(Uri receiver, string fileName = "scan.pdf")
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Get<WebhookOutbox>().AddAsync(Ended(receiver, fileName), transaction, CancellationToken.None);
        await transaction.CommitAsync();
        Get<WebhookOutbox>().Wake();
        return await _database.ScalarAsync<Guid>("SELECT id FROM webhook_deliveries ORDER BY id DESC LIMIT 1");
    }

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

    private static DocumentEnd Ended(Uri receiver, string fileName) => new()
    {
        DocumentId = new string('d', 64), Tenant = Tenant, Status = "completed", FileName = fileName, PagesDone = 2, PagesFailed = 0,
        PagesTotal = 2, CreatedAt = DateTime.UnixEpoch, CompletedAt = DateTime.UnixEpoch.AddMinutes(1), TenantUrl = receiver.AbsoluteUri,
    };
}
