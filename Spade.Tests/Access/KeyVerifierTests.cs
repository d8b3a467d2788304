using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Jobs.Notifications;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Access;

public sealed class KeyVerifierTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Notified _notifications = new();
    private NpgsqlDataSource _database = null!;
    private KeyUses _uses = null!;
    private KeyVerifier _verifier = null!;

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _database = NpgsqlDataSource.Create(await postgres.CreateMigratedDatabaseAsync());
        _uses = new KeyUses(_database, _time, NullLogger<KeyUses>.Instance);
        _verifier = new KeyVerifier(new KeyReads(new KeyRows(_database, _time), _time), _uses, _notifications, _time);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose()
    {
        _verifier.Dispose();
        _notifications.Dispose();
        _uses.Dispose();
    }

    [Fact]
    public async Task A_key_is_verified_with_its_tenant_and_scopes()
    {
        var key = await _database.AddKeyAsync("acme", scopes: KeyScopes.Read);
        var verified = await VerifyAsync(key);
        Assert.Equal(("acme", TestKeys.PrefixOf(key)), (verified!.Tenant, verified.Prefix));
        Assert.Equal([KeyScopes.Read], verified.Scopes);
        Assert.Null(verified.ExpiresAt);
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_key_and_other_texts_are_not()
    {
        var key = await _database.AddKeyAsync();
        Assert.NotNull(await VerifyAsync(key));
        Assert.Null(await VerifyAsync(TestKeys.WithOtherSecret(key)));
        Assert.Null(await VerifyAsync(KeyText.Create().Reveal()));
        Assert.Null(await VerifyAsync("spade"));
        Assert.NotNull(await VerifyAsync(key));
    }

    [Fact]
    public async Task A_key_expires_to_the_moment_also_while_it_is_remembered()
    {
        var key = await _database.AddKeyAsync(expiresIn: TimeSpan.FromSeconds(2.5));
        Assert.NotNull((await VerifyAsync(key))!.ExpiresAt);
        _time.Advance(TimeSpan.FromSeconds(2.4) / 2);
        Assert.NotNull(await VerifyAsync(key));
        _time.Advance(TimeSpan.FromSeconds(1.3));
        Assert.Null(await VerifyAsync(key));
        Assert.Null(await _verifier.FindAsync(TestKeys.PrefixOf(key), CancellationToken.None));
    }

    [Fact]
    public async Task A_revocation_is_noticed_within_five_seconds_and_at_once_when_it_is_told()
    {
        var (slow, told) = (await _database.AddKeyAsync(), await _database.AddKeyAsync());
        Assert.NotNull(await VerifyAsync(slow));
        Assert.NotNull(await VerifyAsync(told));
        await _database.RevokeKeyAsync(slow);
        await _database.RevokeKeyAsync(told);
        Assert.NotNull(await VerifyAsync(slow));

        _notifications.Send(TestKeys.PrefixOf(told));
        Assert.Null(await VerifyAsync(told));
        _time.Advance(IKeyVerifier.MaxAge);
        Assert.Null(await VerifyAsync(slow));
    }

    [Fact]
    public async Task Keys_that_do_not_exist_cost_the_database_a_bounded_number_of_statements()
    {
        var postgres = await SharedPostgres.GetAsync();
        using var lines = new LogLines();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(lines));
        await using var database = new NpgsqlDataSourceBuilder(await postgres.CreateMigratedDatabaseAsync())
            .UseLoggerFactory(loggers).Build();
        var reads = new KeyReads(new KeyRows(database, TimeProvider.System), TimeProvider.System);
        using var uses = new KeyUses(database, TimeProvider.System, NullLogger<KeyUses>.Instance);
        using var verifier = new KeyVerifier(reads, uses, _notifications, TimeProvider.System);
        var key = await database.AddKeyAsync();
        var began = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < 100; round++)
        {
            var strangers = Enumerable.Range(0, 20).Select(
                _ => verifier.VerifyAsync(KeyText.Create().Reveal(), CancellationToken.None));
            Assert.All(await Task.WhenAll(strangers), Assert.Null);
        }

        // A key that nobody has used yet is found among them.
        Assert.NotNull(await verifier.VerifyAsync(key, CancellationToken.None));
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var statements = lines.All.Count(line => line.Contains("FROM api_keys WHERE prefix", StringComparison.Ordinal));
        // Far fewer than the 2,000 strangers.
        Assert.InRange(statements, 1, (int)(KeyReads.MostPerSecond * (seconds + 1)) + 1);
    }

    [Fact]
    public async Task A_session_s_key_is_found_by_its_prefix()
    {
        var key = await _database.AddKeyAsync("acme");
        Assert.Equal("acme", (await _verifier.FindAsync(TestKeys.PrefixOf(key), CancellationToken.None))!.Tenant);
        Assert.Null(await _verifier.FindAsync(key, CancellationToken.None));
        Assert.Null(await _verifier.FindAsync("spade_22222222", CancellationToken.None));
    }

    [Fact]
    public async Task The_last_use_is_written_behind_the_requests_and_at_the_end()
    {
        var (first, second) = (await _database.AddKeyAsync(), await _database.AddKeyAsync());
        await _uses.StartAsync(CancellationToken.None);
        await VerifyAsync(first);
        await Eventually.HoldsAsync("the first use is written", () => IsUsedAsync(first));

        await VerifyAsync(second);
        Assert.False(await IsUsedAsync(second));
        await _uses.StopAsync(CancellationToken.None);
        Assert.True(await IsUsedAsync(second));
    }

    private Task<VerifiedKey?> VerifyAsync(string key) => _verifier.VerifyAsync(key, CancellationToken.None);

    private async Task<bool> IsUsedAsync(string key)
    {
        await using var command = _database.CreateCommand("SELECT last_used_at IS NOT NULL FROM api_keys WHERE prefix = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = TestKeys.PrefixOf(key) });
        return await command.ExecuteScalarAsync() is true;
    }

    private sealed class Notified : INotifications, IDisposable
    {
        private Action<string?> _receive = _ => { };

        public void Send(string key) => _receive(key);

        public void Publish(string topic, string key) => throw new NotSupportedException();

        public IDisposable Subscribe(string topic, Action<string?> onNotification)
        {
            Assert.Equal(KeyNotifications.Topic, topic);
            _receive = onNotification;
            return this;
        }

        public void Dispose()
        {
        }
    }
}
