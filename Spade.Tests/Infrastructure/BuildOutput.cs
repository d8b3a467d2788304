namespace Spade.Tests.Infrastructure;

/// <summary>Where the services that the tests run as processes were built to.</summary>
public static class BuildOutput
{
    /// <summary>The tests' own worker in its own folder: with the copy beside the tests, every start would compile its packages.</summary>
    public static string TestWorker => Find(Path.Combine("Spade.Tests", "TestWorker"), "Spade.Tests.TestWorker");

    /// <summary>The assembly of a sibling project, in the configuration of the tests themselves.</summary>
    /// <param name="project">The project's folder, seen from the top of the clone: <c>Spade.Api</c>, <c>samples/JobsAlone</c>.</param>
    public static string Of(string project) => Find(project, Path.GetFileName(project));

    private static string Find(string folder, string project)
    {
        // …/Spade.Tests/bin/<configuration>/<framework>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent!.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, folder, "bin", here.Parent.Name, here.Name, $"{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: build Spade.sln first.", path);
    }
}
