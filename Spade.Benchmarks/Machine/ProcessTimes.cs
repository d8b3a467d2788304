using System.Globalization;

namespace Spade.Benchmarks.Machine;

/// <summary>CPU time from /proc, in seconds. Every Linux that .NET supports counts 100 ticks a second (sysconf(_SC_CLK_TCK)).</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds of one process without its children; 0 when it is gone.</summary>
    internal static double Of(int pid) => Read(pid)?.Own ?? 0;

    /// <summary>CPU seconds of processes and all their descendants, including those that have ended.</summary>
    internal static double OfTree(params IReadOnlyCollection<int> roots)
    {
        var all = ReadAll();
        return all.Where(entry => IsBelow(entry.Key, roots, all)).Sum(entry => entry.Value.Own + entry.Value.Reaped);
    }

    /// <summary>CPU seconds of the whole machine since it started.</summary>
    internal static double OfMachine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        // user, nice, system, irq, softirq, steal; not idle and iowait
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond;
    }

    /// <summary>Resident memory in MiB.</summary>
    internal static double ResidentMiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    internal static int ParentOf(int pid) => Read(pid)?.Parent ?? 0;

    private static Dictionary<int, Times> ReadAll()
    {
        var all = new Dictionary<int, Times>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } times)
                all[pid] = times;
        }
        return all;
    }

    private static bool IsBelow(int pid, IReadOnlyCollection<int> roots, Dictionary<int, Times> all)
    {
        for (var at = pid; at > 1; at = all.TryGetValue(at, out var times) ? times.Parent : 0)
        {
            if (roots.Contains(at))
                return true;
        }
        return false;
    }

    private static Times? Read(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            // The name is in parentheses and may contain spaces, so the fields are counted from the state, which follows it.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond,
                (Ticks(fields[13]) + Ticks(fields[14])) / TicksPerSecond);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private readonly record struct Times(int Parent, double Own, double Reaped);
}
