namespace Spade.Api.Uploads;

/// <summary>Temporary files without a name. The system frees such a file when its handle is closed, so that even SIGKILL in the middle
/// of an upload leaves nothing behind.</summary>
internal static class UnlinkedFile
{
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"spade-upload-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            // Reads and writes are large: a buffer would only add a copy.
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Windows cannot unlink an open file; there DeleteOnClose does it.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
