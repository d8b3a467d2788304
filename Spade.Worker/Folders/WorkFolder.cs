using Spade.Worker.Processes;

namespace Spade.Worker.Folders;

/// <summary>The temporary folder of one run of one job. Disposing it removes it with everything in it.</summary>
internal sealed class WorkFolder(string path, string group) : ISlotUser, IDisposable
{
    /// <inheritdoc/>
    public string Group { get; } = group;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>Where the document's bytes are kept. The name has no extension, because a tool might trust the extension.</summary>
    public string Document => File("document");

    /// <summary>True when <see cref="Document"/> is a repaired copy and no longer the bytes that were uploaded.</summary>
    public bool IsRebuilt { get; set; }

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
