using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Postgres;

/// <summary>Scripts that a server runs when its data has just been made.</summary>
/// <param name="Source">Absolute path of a script, or of a folder with scripts.</param>
internal sealed record InitFilesAnnotation(string Source) : IResourceAnnotation;
