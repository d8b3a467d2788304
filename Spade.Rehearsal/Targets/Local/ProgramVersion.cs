using System.Diagnostics;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Versions of built programs.</summary>
internal static class ProgramVersion
{
    /// <summary>The version that a project's newest build states.</summary>
    /// <param name="project">Path of the project's file.</param>
    internal static string Of(string project)
    {
        var name = $"{Path.GetFileNameWithoutExtension(project)}.dll";
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        // …/bin/<configuration>/<framework>/, the same for every project of a build.
        return OfFile(Path.Combine(Path.GetDirectoryName(project)!, "bin", here.Parent!.Name, here.Name, name));
    }

    /// <summary>The version that an assembly states; <c>unknown</c> when it states none.</summary>
    internal static string OfFile(string assembly) =>
        (File.Exists(assembly) ? FileVersionInfo.GetVersionInfo(assembly).ProductVersion : null) ?? "unknown";
}
