namespace Spade.Tests.Infrastructure;

/// <summary>Where the services that the tests run as processes were built to.</summary>
public static class BuildOutput
{
    /// <summary>The assembly of a sibling project, in the configuration of the tests themselves.</summary>
    /// <param name="project">The project's folder, seen from the top of the clone: <c>Spade.Api</c>, <c>samples/JobsAlone</c>.</param>
    public static string Of(string project)
    {
        // …/Spade.Tests/bin/<configuration>/<framework>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent!.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, project, "bin", here.Parent.Name, here.Name, $"{Path.GetFileName(project)}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: build Spade.sln first.", path);
    }
}
