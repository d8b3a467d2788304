using System.Globalization;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Services;

/// <summary>What a service holds at one moment.</summary>
/// <param name="MiB">Memory of its own: heap, stacks and compiled code, without what is mapped from files.</param>
/// <param name="Pipes">Open ends of pipes.</param>
internal sealed record MemoryMark(double MiB, int Pipes)
{
    public static MemoryMark Of(Service service) => new(
        Kilobytes(service.Process.Id) / 1024,
        OpenFile.Of(service.Process.Id).Count(file => file.StartsWith("pipe:", StringComparison.Ordinal)));

    private static double Kilobytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
