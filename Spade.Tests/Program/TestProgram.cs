using Spade.Tests.Balancing;
using Spade.Tests.Hosting;
using Spade.Tests.Soak;

namespace Spade.Tests.Program;

/// <summary>The test assembly as a program: <c>dotnet Spade.Tests.dll apphost drain --Key value</c> or
/// <c>dotnet Spade.Tests.dll soak 20</c>.</summary>
internal static class TestProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (Environment.GetEnvironmentVariable(TestService.Variable) is { Length: > 0 })
            return await TestService.RunAsync();
        switch (args)
        {
            case ["apphost", var scenario, .. var rest]:
                await HostScenarios.RunAsync(scenario, rest);
                return Environment.ExitCode;
            case [StarvedBalancer.Name]:
                return await StarvedBalancer.RunAsync();
            case ["soak", .. var rest]:
                return await SoakAsync(rest);
            default:
                await Console.Error.WriteLineAsync(
                    "Tests are run with 'dotnet test'. By itself this program only knows: "
                    + "apphost <scenario> [--Key value]…, soak [N] [words of a name]");
                return 2;
        }
    }

    private static async Task<int> SoakAsync(string[] arguments)
    {
        using var signals = new SoakSignals();
        var console = new SoakConsole(Console.Out, Console.IsOutputRedirected ? 0 : Console.WindowWidth);
        return await new SoakProgram(AllScenarios.InOrder, console, Scale.Full).RunAsync(arguments, signals.Token);
    }
}
