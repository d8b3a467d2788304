using Aspire.Hosting;
using Spade.Tests.Hosting.PublicApi;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Spade.Hosting beside the assemblies whose API it has.</summary>
public sealed class AspireContractTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_public_API_has_Aspires_shape_except_for_the_differences_that_are_checked_in()
    {
        var listed = (await File.ReadAllLinesAsync(Repository.PathOf("Spade.Tests", "Hosting", "AspireDifferences.txt")))
            .Where(line => line.Length != 0 && !line.StartsWith('#')).ToList();
        var contract = new AspireContract((await AspireAsync()).SelectMany(MetadataListing.Of));
        var ours = MetadataListing.Of(typeof(DistributedApplication).Assembly.Location);
        string[] unverified = [.. listed.Where(line => line.EndsWith(".*", StringComparison.Ordinal))];
        var isUnverified = (MetadataShape shape) => Array.Exists(unverified, line => shape.Name.StartsWith(line[..^1], StringComparison.Ordinal));

        string[] differences = [.. contract.Differences(ours.Where(shape => !isUnverified(shape)))];

        string[] unknown = [.. differences.Except(listed).Select(line => $"+ {line}\n{string.Join('\n', contract.Nearest(line).Select(theirs => $"      {theirs}"))}")];
        string[] settled = [.. listed.Except(unverified).Except(differences).Select(line => $"- {line}")];
        Assert.True(unknown.Length + settled.Length == 0, $"Differences from Aspire that are not listed (+) or no longer there (-):\n{string.Join('\n', unknown)}\n{string.Join('\n', settled)}");
    }

    private async Task<IReadOnlyList<string>> AspireAsync()
    {
        var project = Repository.PathOf("Spade.Tests", "Hosting", "AspirePackages", "AspirePackages.csproj");
        var into = Path.Combine(_folder.FullPath, "assemblies");
        var run = await ProcessRun.OfAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["msbuild", project, "-restore", "-target:CollectAspire", "-nodeReuse:false", "-nologo", "-verbosity:quiet", $"-property:Into={into}", "-property:UseArtifactsOutput=true", $"-property:ArtifactsPath={_folder.FullPath}"]);
        Assert.True(run.ExitCode == 0, $"The packages of Aspire could not be fetched, so that the contract is not checked:\n{run.Output}{run.Error}");
        return Directory.GetFiles(into, "*.dll");
    }
}
