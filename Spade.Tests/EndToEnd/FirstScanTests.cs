using Spade.AppHost;
using Spade.Documents.Keys;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>The command that a run of the AppHost prints.</summary>
public sealed class FirstScanTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_printed_command_reads_a_scan_with_a_key_and_without(bool needsKey)
    {
        using var shim = new TesseractShim(TimeSpan.FromMilliseconds(10));
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var key = KeyText.Create().Reveal();
        var options = shim.Options.With(ServiceOptions.Quick).With("Access__AdministratorKey", needsKey ? key : "");
        var api = system.LaunchApi(options);
        await api.ReadyAsync();
        await system.LaunchWorkingAsync(options);
        var text = FirstScan.Text(
            (await api.AddressAsync()).GetLeftPart(UriPartial.Authority), Samples.OnePage.FilePath, dashboard: null, needsKey);
        Assert.Equal(needsKey, text.Contains("key=spade_…", StringComparison.Ordinal));

        var command = string.Join('\n', text.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)));
        var run = await ProcessRun.OfAsync("bash", ["-c", command], environment: new Dictionary<string, string> { ["key"] = key });
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(run.Output.Trim());
        Assert.DoesNotContain("urn:spade:problem", run.Output, StringComparison.Ordinal);
    }
}
