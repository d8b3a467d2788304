using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Endings;

internal sealed class StartUpSignalScenario : IScenario
{
    public string Name => "SIGTERM during start-up";

    public string Claim => "A signal at any moment of a start ends the process soon, with 0 or, before it listens for signals, 143.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateEmptyAsync(await SharedPostgres.GetAsync());
        var figures = new Figures();
        List<ServiceExit> exits = [];
        for (var n = 0; n < 6; n++)
        {
            var service = n % 2 == 0 ? system.LaunchApi() : system.LaunchWorker();
            await Pause.ForAsync(TimeSpan.FromMilliseconds(150 * (n + 1)), cancellationToken);
            service.Terminate();
            var exit = await service.WaitForExitAsync(TimeSpan.FromSeconds(30));
            Assert.True(exit.Code is 0 or 143, $"{service.Name} ended with {exit.Code}:\n{string.Join('\n', service.Process.Lines)}");
            exits.Add(exit);
        }

        // Nothing is half done: the next one just starts.
        var next = system.LaunchApi();
        await next.ReadyAsync(cancellationToken);
        return figures
            .Add("ended with 143", exits.Count(exit => exit.Code == 143))
            .Add("slowest exit", exits.Max(exit => exit.AfterSignal));
    }
}
