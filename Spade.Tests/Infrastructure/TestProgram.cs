using Spade.Tests.Hosting;

namespace Spade.Tests.Infrastructure;

/// <summary>What the test assembly does when it is started as a process: <c>dotnet Spade.Tests.dll apphost postgres --Key value</c>.</summary>
internal static class TestProgram
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["apphost", var scenario, .. var rest]:
                TestAppHosts.Run(scenario, rest);
                return Environment.ExitCode;
            default:
                Console.Error.WriteLine("Tests are run with 'dotnet test'. By itself this program only knows: apphost <scenario> [--Key value]…");
                return 2;
        }
    }
}
