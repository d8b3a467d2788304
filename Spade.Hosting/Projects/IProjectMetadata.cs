using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A project of the solution, as the classes in the namespace <c>Projects</c> describe it that the build writes.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>True when the project need not be built any more.</summary>
    bool SuppressBuild => false;
}
