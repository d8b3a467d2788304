using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;

namespace Spade.Tests.Ocr;

/// <summary>A run's files go with the run; those of a worker that was killed go when the next one starts.</summary>
public sealed class WorkFoldersTests : IDisposable
{
    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("spade-test-");

    public void Dispose() => _temp.Delete(recursive: true);

    [Fact]
    public void A_run_s_folder_is_its_own_and_goes_with_everything_in_it()
    {
        using var folders = Start();
        var job = Guid.NewGuid();
        var (first, second) = (folders.Create(job), folders.Create(job));
        File.WriteAllText(first.Document, "bytes");
        Assert.NotEqual(first.Path, second.Path);
        first.Dispose();
        Assert.False(Directory.Exists(first.Path));
        Assert.True(Directory.Exists(second.Path));
    }

    [Fact]
    public void Only_its_user_may_look_into_it()
    {
        using var folders = Start();
        using var folder = folders.Create(Guid.NewGuid());
        Assert.All(
            [folder.Path, folders.Own, Path.GetDirectoryName(folders.Own)!],
            path => Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void A_worker_that_starts_removes_the_folders_of_one_that_is_gone_and_of_no_other()
    {
        using var running = Start();
        using var run = running.Create(Guid.NewGuid());
        var gone = Path.Combine(Path.GetDirectoryName(running.Own)!, "4711-gone");
        Directory.CreateDirectory(gone);
        File.WriteAllText(Path.Combine(gone, "page-1.pgm"), "bytes");
        File.WriteAllText($"{gone}.lock", "");

        using var starting = Start();
        starting.RemoveLeftovers();

        Assert.False(Directory.Exists(gone));
        Assert.False(File.Exists($"{gone}.lock"));
        Assert.True(Directory.Exists(run.Path));
        Assert.True(Directory.Exists(starting.Own));
    }

    [Fact]
    public void A_worker_that_stops_leaves_nothing()
    {
        var folders = Start();
        folders.Create(Guid.NewGuid());
        folders.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(folders.Own)!));
    }

    private WorkFolders Start() => new(
        Options.Create(new OcrOptions { TempFolder = _temp.FullName }), NullLogger<WorkFolders>.Instance);
}
