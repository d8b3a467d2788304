namespace Spade.Api.Uploads;

/// <summary>Temporary files that have no name. The system frees one when its handle is closed, by us or by the end of the process: not
/// even SIGKILL in the middle of an upload leaves bytes behind.</summary>
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
            // Written and read in large pieces: a buffer would only copy them once more.
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
