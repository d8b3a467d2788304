using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A project of the solution, as the classes in the namespace <c>Projects</c> describe it that the build writes.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>How the project is launched; null to read it from Properties/launchSettings.json beside the project file.</summary>
    LaunchSettings? LaunchSettings => null;

    /// <summary>True when the project need not be built any more.</summary>
    bool SuppressBuild => false;

    /// <summary>True for a program that is one source file.</summary>
    bool IsFileBasedApp => string.Equals(Path.GetExtension(ProjectPath), ".cs", StringComparison.OrdinalIgnoreCase);
}
