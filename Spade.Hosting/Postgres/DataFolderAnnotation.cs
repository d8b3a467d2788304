using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Postgres;

/// <summary>The server's data is in a folder of this machine.</summary>
/// <param name="Path">Absolute path.</param>
internal sealed record DataFolderAnnotation(string Path) : IResourceAnnotation;
