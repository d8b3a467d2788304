namespace Spade.Tests.Infrastructure;

/// <summary>The build outputs of the services that tests run as processes.</summary>
public static class BuildOutput
{
    /// <summary>The test worker in its own output folder: the copy beside the tests lacks precompiled packages and starts slowly.</summary>
    public static string TestWorker => Find(Path.Combine("Spade.Tests", "TestWorker"), "Spade.Tests.TestWorker");

    /// <summary>The assembly of another project, built in the tests' configuration.</summary>
    /// <param name="project">The project's folder relative to the top of the clone: <c>Spade.Api</c>, <c>samples/JobsAlone</c>.</param>
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
