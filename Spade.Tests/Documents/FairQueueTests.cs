using Spade.Documents.Documents;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary><c>Documents:MaxQueued</c> while several tenants upload, on two replicas.</summary>
public sealed class FairQueueTests : IAsyncLifetime
{
    private const int Limit = 3;

    private string _database = "";
    private DocumentsHost _documents = null!;

    public async Task InitializeAsync()
    {
        _database = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();
        _documents = Start();
    }

    public async Task DisposeAsync() => await _documents.DisposeAsync();

    [Fact]
    public async Task A_tenant_alone_may_fill_the_queue_and_others_still_have_places()
    {
        Assert.Equal(3, await FloodAsync(_documents, "flood"));
        Assert.Equal(2, await FloodAsync(_documents, "acme"));
        Assert.Equal(1, await FloodAsync(_documents, "zenith"));
        // Twice the limit waits.
        Assert.Equal(0, await FloodAsync(_documents, "late"));
    }

    [Fact]
    public async Task Another_replica_counts_whose_documents_wait()
    {
        Assert.Equal(3, await FloodAsync(_documents, "flood"));
        await using var other = Start();
        Assert.Equal(0, await FloodAsync(other, "flood"));
        Assert.Equal(2, await FloodAsync(other, "acme"));
    }

    [Fact]
    public async Task Places_that_become_free_are_for_the_tenant_with_the_fewest()
    {
        await FloodAsync(_documents, "flood");
        await FloodAsync(_documents, "acme");
        await FloodAsync(_documents, "zenith");
        await _documents.ExecuteAsync(
            """
            UPDATE jobs SET state = 'completed', finished_at = now()
            WHERE id IN ((SELECT id FROM jobs WHERE group_name = 'flood' LIMIT 1), (SELECT id FROM jobs WHERE group_name = 'acme' LIMIT 1))
            """);
        // It has counted nothing yet.
        await using var other = Start();
        Assert.Equal(0, await FloodAsync(other, "flood"));
        Assert.Equal(1, await FloodAsync(other, "late"));
    }

    private DocumentsHost Start() => DocumentsHost.Create(
        _database, ("Documents:MaxQueued", Limit.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <returns>How many documents were accepted before one was not.</returns>
    private static async Task<int> FloodAsync(DocumentsHost documents, string tenant)
    {
        for (var accepted = 0; ; accepted++)
        {
            try
            {
                await documents.SaveAsync(tenant, 1);
            }
            catch (QueueFullException full)
            {
                // Those of another replica count.
                Assert.True(full.Waiting >= accepted);
                return accepted;
            }
        }
    }
}
