using Aspire.Hosting;
using Spade.Tests.Hosting.PublicApi;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>What Spade.Hosting promises to whoever writes an AppHost.</summary>
public sealed class PublicApiTests
{
    /// <summary>Set to anything, it writes the listing instead of comparing it.</summary>
    private const string Accept = "SPADE_ACCEPT_PUBLIC_API";

    private static readonly string Snapshot = Repository.PathOf("Spade.Tests", "Hosting", "PublicApi.txt");

    [Fact]
    public async Task The_public_API_is_the_one_that_is_checked_in()
    {
        var actual = ApiListing.Of(typeof(DistributedApplication).Assembly);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Accept)))
        {
            await File.WriteAllLinesAsync(Snapshot, actual);
            return;
        }

        var expected = await File.ReadAllLinesAsync(Snapshot);
        string[] difference = [.. expected.Except(actual).Select(line => $"- {line}"), .. actual.Except(expected).Select(line => $"+ {line}")];
        Assert.True(
            difference.Length == 0 && expected.SequenceEqual(actual),
            $"The public API of Spade.Hosting is not the one in {Snapshot}:\n{string.Join('\n', difference)}\n\nIf that is meant: {Accept}=1 ./spade test --filter PublicApiTests, and check the file in.");
    }

    [Fact]
    public async Task Everything_that_an_AppHost_of_Aspire_may_say_can_be_said()
    {
        var listing = ApiListing.Of(typeof(DistributedApplication).Assembly).ToHashSet(StringComparer.Ordinal);
        var shapes = (await File.ReadAllLinesAsync(Repository.PathOf("Spade.Tests", "Hosting", "AspireShapes.txt")))
            .Where(line => line.Length != 0 && !line.StartsWith('#')).ToList();

        string[] missing = [.. shapes.Where(shape => !listing.Contains(shape)).Select(shape => $"{shape}\n{Nearest(listing, shape)}")];

        Assert.NotEmpty(shapes);
        Assert.True(missing.Length == 0, $"{missing.Length} shapes of Aspire's are missing:\n{string.Join('\n', missing)}");
    }

    /// <summary>What has the same name, to see what is different.</summary>
    private static string Nearest(IEnumerable<string> listing, string shape)
    {
        var name = shape.Split('(', '<', ' ')[0];
        return string.Join('\n', listing.Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => $"    {line}").Take(12));
    }
}
