using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Sessions;

namespace Spade.Tests.Access;

/// <summary>A request that lasts ends when its caller would be refused, although nobody tells the process of the change.</summary>
public sealed class LastingAccessTests : IAsyncLifetime
{
    private readonly string _administrator = KeyText.Create().Reveal();
    private TestIssuer _issuer = null!;
    private InProcessApp _app = null!;
    private string _document = "";

    private NpgsqlDataSource Database => _app.Services.GetRequiredService<NpgsqlDataSource>();

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartNewAsync();
        var postgres = await SharedPostgres.GetAsync();
        _app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(),
            [.. _issuer.Settings, "Authentication:Jwt:ClockSkew=0", $"Access:AdministratorKey={_administrator}", "Ocr:Languages=eng"]);
        using var client = ClientOf(await Database.AddKeyAsync("acme"));
        _document = await client.UploadedIdAsync(Scans.Pdf());
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_of_events_ends_with_the_key_that_opened_it(bool isRevoked)
    {
        var key = await Database.AddKeyAsync("acme");
        using var client = ClientOf(key);
        var reader = new EventReader(client, _document);
        var reading = await OpenAsync(reader);
        await (isRevoked ? Database.RevokeKeyAsync(key) : Database.ExpireKeyAsync(key));
        await reading.DefaultTimeout();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => reader.ReadStreamAsync());
        Assert.StartsWith("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_events_ends_with_its_token()
    {
        // The first token makes the API ask its issuer, which takes a busy machine a while.
        using var first = ClientOf(_issuer.Token());
        using var known = await first.GetAsync(new Uri($"/documents/{_document}", UriKind.Relative));
        using var client = ClientOf(_issuer.Token(
            token => token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5)));
        await (await OpenAsync(new EventReader(client, _document))).DefaultTimeout();
    }

    [Fact]
    public async Task A_stream_of_a_signed_in_browser_ends_with_its_key()
    {
        var key = await Database.AddKeyAsync("acme");
        using var browser = new TestBrowser();
        await browser.SignInAsync(_app.Address, key);
        var reading = browser.SendAsync(_app.Address, HttpMethod.Get, $"/documents/{_document}/events");
        await Database.RevokeKeyAsync(key);
        using var response = await reading.DefaultTimeout();
    }

    [Fact]
    public async Task A_request_that_waits_is_refused_once_its_key_is_revoked()
    {
        var key = await Database.AddKeyAsync("acme");
        using var client = ClientOf(key);
        var waiting = client.GetAsync(new Uri($"/documents/{_document}?wait=60", UriKind.Relative));
        await Database.RevokeKeyAsync(key);
        using var refused = await waiting.WaitAsync(TimeSpan.FromSeconds(45));
        await refused.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-refused");
        Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_stream_that_needed_no_key_ends_when_the_first_one_is_made()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var open = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync(), "Ocr:Languages=eng");
        var reading = await OpenAsync(new EventReader(open.Client, await open.Client.UploadedIdAsync(Scans.Pdf())));
        await open.Services.GetRequiredService<NpgsqlDataSource>().AddKeyAsync();
        await reading.DefaultTimeout();
    }

    private HttpClient ClientOf(string credentials) => new()
    {
        BaseAddress = _app.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {credentials}" } },
    };

    /// <returns>The reading, which goes on until the stream ends.</returns>
    private static async Task<Task> OpenAsync(EventReader reader)
    {
        var reading = reader.ReadStreamAsync();
        await Eventually.HoldsAsync("the stream is open", () => Task.FromResult(reader.Streams == 1 || reading.IsCompleted));
        Assert.False(reading.IsCompleted);
        return reading;
    }
}
