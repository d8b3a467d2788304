using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Documents;

namespace Spade.Tests.Keys;

/// <summary>Keys in the database.</summary>
public sealed class KeyStoreTests
{
    private static readonly NewKey Administrator = new("administrator", "default", KeyScopes.All, null);
    private static readonly NewKey Scanner = new("scanner", "acme", [KeyScopes.Read, KeyScopes.Write, KeyScopes.Read], 30);

    [Fact]
    public async Task A_key_is_stored_as_its_hash_and_listed_with_what_it_allows()
    {
        await using var host = await DocumentsHost.CreateMigratedAsync();
        var keys = host.Services.GetRequiredService<KeyStore>();

        var added = await keys.AddAsync(Scanner, "tests", CancellationToken.None);

        Assert.True(KeyText.TryParse(added.Text.Reveal(), out var text));
        Assert.Equal(text.Prefix, added.Key.Prefix);
        await using var command = host.Database.CreateCommand("SELECT hash, row_to_json(api_keys)::text FROM api_keys");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        Assert.Equal(text.Hash(), row.GetFieldValue<byte[]>(0));
        Assert.DoesNotContain(text.Reveal()[KeyText.PrefixLength..], row.GetString(1), StringComparison.Ordinal);
        var listed = Assert.Single(await keys.ListAsync("acme", KeyState.Active, 10, CancellationToken.None));
        Assert.Equal(
            ("scanner", "acme", "tests", KeyState.Active, listed.CreatedAt.AddDays(30)),
            (listed.Name, listed.Tenant, listed.CreatedBy, listed.State, listed.ExpiresAt));
        Assert.Equal([KeyScopes.Write, KeyScopes.Read], listed.Scopes);
        Assert.Empty(await keys.ListAsync("default", null, 10, CancellationToken.None));
        Assert.Empty(await keys.ListAsync("acme", KeyState.Revoked, 10, CancellationToken.None));
    }

    [Theory]
    [InlineData("", "acme", "operate", null, "name is ''")]
    [InlineData("a\nb", "acme", "operate", null, "1 to 100 printable characters")]
    [InlineData("a", "Acme", "operate", null, "tenant is 'Acme'; a tenant's name has")]
    [InlineData("a", "acme", "", null, "scopes is empty; it must name one or more of: documents:write, documents:read, operate.")]
    [InlineData("a", "acme", "operate,admin", null, "scopes names 'admin'; a scope is one of: documents:write,")]
    [InlineData("a", "acme", "operate", 0, "expiresInDays is 0; it must be a whole number from 1 to 3650")]
    [InlineData("a", "acme", "operate", 3651, "expiresInDays is 3651")]
    public void A_key_that_cannot_be_is_refused_with_the_value_and_the_rule(
        string name, string tenant, string scopes, int? days, string expected)
    {
        var key = new NewKey(name, tenant, scopes.Split(',', StringSplitOptions.RemoveEmptyEntries), days);

        Assert.Contains(expected, key.FindFault(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_s_key_stays_and_any_other_can_be_revoked_twice()
    {
        await using var host = await DocumentsHost.CreateMigratedAsync();
        var keys = host.Services.GetRequiredService<KeyStore>();
        var first = await keys.AddAsync(Administrator, "tests", CancellationToken.None);
        var scanner = await keys.AddAsync(Scanner, "tests", CancellationToken.None);
        // One that has expired is no administrator's any more.
        var expired = await keys.AddAsync(Administrator with { ExpiresInDays = 1 }, "tests", CancellationToken.None);
        await ExecuteAsync(host.Database, $"UPDATE api_keys SET expires_at = now() WHERE prefix = '{expired.Key.Prefix}'");

        Assert.IsType<RevokedKey.LastAdministrator>(await keys.RevokeAsync(first.Key.Prefix, CancellationToken.None));
        Assert.IsType<RevokedKey.Unknown>(await keys.RevokeAsync("spade_aaaaaaaa", CancellationToken.None));
        var revoked = Assert.IsType<RevokedKey.Done>(await keys.RevokeAsync(scanner.Key.Prefix, CancellationToken.None));
        Assert.Equal(KeyState.Revoked, revoked.Key.State);
        Assert.Equal(revoked.Key.RevokedAt,
            Assert.IsType<RevokedKey.Done>(await keys.RevokeAsync(scanner.Key.Prefix, CancellationToken.None)).Key.RevokedAt);
        Assert.IsType<RevokedKey.Done>(await keys.RevokeAsync(expired.Key.Prefix, CancellationToken.None));
        // Its successor makes it one of two.
        await keys.AddAsync(Administrator, "tests", CancellationToken.None);
        Assert.IsType<RevokedKey.Done>(await keys.RevokeAsync(first.Key.Prefix, CancellationToken.None));
    }

    [Fact]
    public async Task Of_the_last_two_administrator_s_keys_that_are_revoked_at_once_one_stays()
    {
        await using var host = await DocumentsHost.CreateMigratedAsync();
        var keys = host.Services.GetRequiredService<KeyStore>();
        var administrators = new List<AddedKey>();
        for (var count = 0; count < 4; count++)
            administrators.Add(await keys.AddAsync(Administrator, "tests", CancellationToken.None));

        var results = await Task.WhenAll(
            administrators.Select(added => Task.Run(() => keys.RevokeAsync(added.Key.Prefix, CancellationToken.None))));

        Assert.Single(results, result => result is RevokedKey.LastAdministrator);
        Assert.True(await keys.HasAdministratorAsync(CancellationToken.None));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
