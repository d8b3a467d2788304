using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Languages;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>The languages that uploads may name, as the API learns them from workers on other machines.</summary>
public sealed class LanguageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_languages_of_an_upload_are_listed_with_their_names_and_the_default()
    {
        var answer = await api.Client.GetFromJsonAsync<JsonElement>(new Uri("/languages", UriKind.Relative));
        Assert.Equal(
            """[{"code":"eng","name":"English","default":true},{"code":"deu","name":"German","default":false}]""",
            answer.GetProperty("languages").GetRawText());
    }

    [Fact]
    public async Task What_every_living_worker_has_is_offered()
    {
        await using var app = await StartAsync();
        Assert.Equal("eng", await ListAsync(app));

        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        await PublishAsync(app, one, isAlive: true, "deu", "eng", "my_own");
        await OffersAsync(app, "deu, eng, my_own");
        using (var accepted = await app.Client.UploadAsync(Scans.Pdf(), "?lang=deu+my_own"))
            Assert.Equal("deu+my_own", (await accepted.DocumentAsync()).Text("language"));

        await PublishAsync(app, other, isAlive: true, "eng", "fra");
        await OffersAsync(app, "eng");
        using var rejected = await app.Client.UploadAsync(Scans.Pdf(), "?lang=deu");
        await rejected.AssertProblemAsync(HttpStatusCode.BadRequest, "unknown-language");

        await DieAsync(app, one);
        await OffersAsync(app, "eng, fra");
    }

    [Fact]
    public async Task Without_a_living_worker_what_the_last_one_had_is_offered()
    {
        await using var app = await StartAsync();
        await PublishAsync(app, Guid.NewGuid(), isAlive: false, "eng");
        await PublishAsync(app, Guid.NewGuid(), isAlive: false, "deu", "fra");
        await OffersAsync(app, "deu, fra");
        // English is the default where it is offered.
        using var response = await app.Client.UploadAsync(Scans.Pdf());
        Assert.Equal("deu", (await response.DocumentAsync()).Text("language"));
    }

    [Fact]
    public async Task A_living_worker_that_does_not_publish_is_not_taken_for_one_that_has_what_the_others_have()
    {
        await using var app = await StartAsync();
        await PublishAsync(app, Guid.NewGuid(), isAlive: true, "deu", "eng");
        await OffersAsync(app, "deu, eng");
        var old = Guid.NewGuid();
        await ExecuteAsync(
            app,
            $"""
            INSERT INTO nodes (id, lock_key, service, host, process_id, started_at)
            VALUES ('{old}', 2, 'Spade.Worker', 'elsewhere', 2, now() - interval '1 hour')
            """);
        await OffersAsync(app, "eng");
        await DieAsync(app, old);
        await OffersAsync(app, "deu, eng");
    }

    [Fact]
    public async Task A_list_in_the_configuration_restricts_what_is_installed()
    {
        await using var app = await StartAsync("Ocr:Languages=fra,eng,deu");
        await PublishAsync(app, Guid.NewGuid(), isAlive: true, "deu", "eng", "ita");
        await OffersAsync(app, "eng, deu");
    }

    [Fact]
    public async Task A_worker_that_publishes_removes_what_workers_that_are_gone_had()
    {
        await using var app = await StartAsync();
        var (gone, alive, young) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await PublishAsync(app, gone, isAlive: false, "eng");
        await PublishAsync(app, alive, isAlive: true, "eng");
        await ExecuteAsync(app, "UPDATE worker_languages SET published_at = now() - interval '2 hours'");
        await PublishAsync(app, young, isAlive: false, "eng");
        await PublishAsync(app, young, isAlive: false, "eng", "deu");
        var left = new HashSet<Guid>();
        await using var command = DatabaseOf(app).CreateCommand("SELECT node_id FROM worker_languages");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            left.Add(reader.GetGuid(0));
        Assert.Equal([alive, young], left.OrderBy(node => node == young));
    }

    private static async Task<InProcessApp> StartAsync(params string[] settings)
    {
        var postgres = await SharedPostgres.GetAsync();
        // The API's own node does not look for dead ones: workers of these tests are rows without a process.
        return await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), ["Jobs:LockFreeFor=01:00:00", "Jobs:StaleAfter=01:00:00", .. settings]);
    }

    private static Npgsql.NpgsqlDataSource DatabaseOf(InProcessApp app) => app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>();

    private static async Task PublishAsync(InProcessApp app, Guid node, bool isAlive, params string[] languages)
    {
        if (isAlive)
        {
            await ExecuteAsync(
                app,
                $"""
                INSERT INTO nodes (id, lock_key, service, host, process_id)
                VALUES ('{node}', 1, 'Spade.Worker', 'elsewhere', 1)
                """);
        }

        await app.Services.GetRequiredService<PublishedLanguages>().PublishAsync(node, languages, CancellationToken.None);
    }

    private static Task DieAsync(InProcessApp app, Guid node) => ExecuteAsync(app, $"DELETE FROM nodes WHERE id = '{node}'");

    private static async Task ExecuteAsync(InProcessApp app, string sql)
    {
        await using var command = DatabaseOf(app).CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ListAsync(InProcessApp app)
    {
        var answer = await app.Client.GetFromJsonAsync<JsonElement>(new Uri("/languages", UriKind.Relative));
        return string.Join(", ", answer.GetProperty("languages").EnumerateArray().Select(language => language.Text("code")));
    }

    // The API looks every few seconds.
    private static Task OffersAsync(InProcessApp app, string languages) =>
        Eventually.HoldsAsync($"{languages} are offered", async () => await ListAsync(app) == languages);
}
