namespace Spade.Rehearsal.Schedules;

/// <summary>Finds schedules: those that ship with the program, and files.</summary>
internal static class ShippedSchedules
{
    internal const string Default = "default";

    private const string Prefix = "schedules/";

    /// <summary>The names of those that ship, sorted, <see cref="Default"/> first.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShippedSchedules).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]).OrderBy(name => name != Default).ThenBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>Reads one by its name, or from a file.</summary>
    /// <exception cref="ScheduleException">There is none, or it cannot be read.</exception>
    internal static Schedule Find(string nameOrFile)
    {
        if (Names.Contains(nameOrFile))
            return ScheduleReader.Read(nameOrFile, $"{nameOrFile}.yaml", TextOf(nameOrFile));
        if (!File.Exists(nameOrFile))
            throw new ScheduleException($"There is no schedule '{nameOrFile}': name a file, or one of {string.Join(", ", Names)}.");
        return ScheduleReader.Read(Path.GetFileNameWithoutExtension(nameOrFile), nameOrFile, File.ReadAllText(nameOrFile));
    }

    private static string TextOf(string name)
    {
        using var reader = new StreamReader(typeof(ShippedSchedules).Assembly.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }
}
