using Spade.Tests.Restarts.Rig;

namespace Spade.Tests.Infrastructure;

/// <summary>What the test assembly does when it is started as a process: <c>dotnet Spade.Tests.dll apphost postgres --Key value</c>
/// or <c>dotnet Spade.Tests.dll soak 20</c>.</summary>
internal static class TestProgram
{
    /// <summary>Word that makes it an AppHost inside the test process.</summary>
    internal const string Scripted = "scripted";

    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["soak", .. var rest]:
                return await SoakAsync(rest);
            default:
                await Console.Error.WriteLineAsync(
                    "Tests are run with 'dotnet test'. By itself this program only knows: apphost <scenario> [--Key value]…, service, soak [N] [words of a name]");
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
