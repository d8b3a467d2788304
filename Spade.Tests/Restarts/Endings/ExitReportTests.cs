using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Endings;

/// <summary>The log lines of an ordinary stop, in the order that <c>docs/runbook.md</c> shows.</summary>
public sealed class ExitReportTests
{
    private const string LameDuck = "Not ready any more; ";

    private static readonly string[] OfAStop = ["Shutting down ", LameDuck, "Stopped ", "Job queue stopped"];

    [Fact]
    public async Task A_stop_is_logged_in_the_order_that_the_runbook_shows()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        Service[] services = [system.LaunchApi(Scale.Small.Api), system.LaunchWorker()];
        await Task.WhenAll(services.Select(ReadyWithANodeAsync));

        Array.ForEach(services, service => service.Terminate());
        var exits = await Task.WhenAll(services.Select(service => service.WaitForExitAsync()));

        Assert.Equal([0, 0], exits.Select(exit => exit.Code));
        var shown = (await ShownAsync()).ToList();
        Assert.Equal(OfAStop.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        Assert.Equal(shown, Told(services[0]));
        Assert.Equal(shown.Where(line => line != LameDuck), Told(services[1]));
    }

    private static async Task ReadyWithANodeAsync(Service service)
    {
        await service.ReadyAsync();
        await service.Process.WaitForLineAsync("has its session", TimeSpan.FromSeconds(60));
    }

    private static IEnumerable<string> Told(Service service) => InOrder(service.Process.Lines);

    private static async Task<IEnumerable<string>> ShownAsync()
    {
        var runbook = await File.ReadAllLinesAsync(Repository.PathOf("docs/runbook.md"));
        return InOrder(runbook.SkipWhile(line => !line.StartsWith("A stop without trouble says", StringComparison.Ordinal))
            .SkipWhile(line => line != "```").Skip(1).TakeWhile(line => line != "```"));
    }

    private static IEnumerable<string> InOrder(IEnumerable<string> lines) =>
        lines.Select(line => Array.Find(OfAStop, part => line.Contains(part, StringComparison.Ordinal))).OfType<string>();
}
