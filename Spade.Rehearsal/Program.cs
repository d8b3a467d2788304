using System.CommandLine;
using Spade.Rehearsal;
using Spade.Rehearsal.CommandLine;
using Spade.Rehearsal.Machine;

using var interrupt = new ConsoleInterrupt();
var parsed = RehearsalCommand.Create((arguments, _) => RehearsalProgram.RunAsync(arguments, interrupt.Token)).Parse(args);
if (parsed.Errors is [var first, ..])
{
    await Console.Error.WriteLineAsync($"rehearse: {first.Message} See rehearse --help.");
    return 2;
}

// Without its own handling of Ctrl+C, which ends the process after two seconds: stopping a system takes longer.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
