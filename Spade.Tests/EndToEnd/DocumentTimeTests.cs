using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Worker.Recognition;

namespace Spade.Tests.EndToEnd;

/// <summary>How long documents took, and whether they had an answer.</summary>
public sealed class DocumentTimeTests
{
    [Theory]
    [InlineData("corrupt", "failed")]
    [InlineData("password-required", "failed")]
    [InlineData("poison", "broken")]
    [InlineData("worker-storage", "broken")]
    public async Task A_failure_is_an_answer_unless_the_service_is_the_reason(string error, string outcome)
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var (_, document) = await system.UploadAsync(Samples.OnePage.FilePath);
        var id = document.GetProperty("id").GetString()!;
        await system.ExecuteAsync(
            """
            UPDATE documents SET status = 'failed', error_type = $2, error_message = 'It failed.',
                   created_at = now() - interval '1 day', completed_at = now() - interval '10 s'
            WHERE id = $1
            """, id, error);
        // Uploaded again: the job is younger than the document.
        await system.ExecuteAsync("UPDATE jobs SET created_at = now() - interval '70 s'");

        var recorded = await RecordAsync(system, id);

        Assert.Equal([(outcome, 60)], recorded.Select(each => (each.Outcome, Math.Round(each.Seconds))));
    }

    [Fact]
    public async Task A_document_that_has_not_ended_is_not_counted()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var (_, document) = await system.UploadAsync(Samples.OnePage.FilePath);

        Assert.Empty(await RecordAsync(system, document.GetProperty("id").GetString()!));
        Assert.Empty(await RecordAsync(system, "unknown"));
    }

    private static async Task<IReadOnlyList<(string Outcome, double Seconds)>> RecordAsync(SpadeSystem system, string id)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var database = NpgsqlDataSource.Create(system.ConnectionString);
        var meters = services.GetRequiredService<IMeterFactory>();
        var seen = new List<(string, double)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "spade.documents.duration" && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seen.Add(((string)tags[0].Value!, value)));
        listener.Start();
        await new DocumentTimes(meters, database).RecordAsync(id, CancellationToken.None);
        return seen;
    }
}
