using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Postgres;

/// <summary>The server's data outlives the application.</summary>
/// <param name="Name">Name of what holds it.</param>
internal sealed record DataVolumeAnnotation(string Name) : IResourceAnnotation;
