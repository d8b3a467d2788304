using System.Net;
using System.Text.Json;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.EndToEnd;

internal sealed class FlatMemoryScenario : IScenario
{
    /// <summary>Uploads at once, and so documents that wait.</summary>
    private const int Clients = 8;

    /// <summary>Code that is compiled late, and pools that have not reached their size. A copy of what every upload brings would be far
    /// more after a thousand.</summary>
    private const double MostGrowth = 32;

    public string Name => "flat memory";

    public string Claim => "Uploads leave nothing behind: memory, pipes and temporary files of API and worker stay as they are.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateTempSubdirectory("spade-flat-");
        // By default a processor with a large cache collects so late that a heap grows by as much as this scenario allows.
        var options = ServiceOptions.None.With("TMPDIR", temporary.FullName).With("DOTNET_GCgen0size", "0x800000");
        try
        {
            await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), api: options);
            await system.LaunchWorkingAsync(options);
            // The first uploads compile the code and fill the pools.
            await ReadAsync(system, scale.Uploads / 3, cancellationToken);
            var (before, files) = (Marks(system), Files(temporary));
            await ReadAsync(system, scale.Uploads, cancellationToken);

            await Eventually.HoldsAsync("no temporary file is left", () => Task.FromResult(Files(temporary) <= files));
            var after = Marks(system);
            Assert.Equal(before.Select(mark => mark.Pipes), after.Select(mark => mark.Pipes));
            Assert.All(after.Zip(before, (now, then) => now.MiB - then.MiB), growth => Assert.InRange(growth, double.MinValue, MostGrowth));
            return new Figures()
                .Add("uploads", scale.Uploads)
                .Add("API, before", before[0].MiB, "MiB").Add("API, after", after[0].MiB, "MiB")
                .Add("worker, before", before[1].MiB, "MiB").Add("worker, after", after[1].MiB, "MiB");
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static List<MemoryMark> Marks(SpadeSystem system) => [.. system.Services.Select(MemoryMark.Of)];

    private static int Files(DirectoryInfo folder) => folder.EnumerateFiles("*", SearchOption.AllDirectories).Count();

    /// <summary>Uploads scans, in turn as raw bodies and as forms, and waits until all are read.</summary>
    private static Task ReadAsync(SpadeSystem system, int count, CancellationToken cancellationToken) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken }, async (number, _) =>
        {
            var scan = number % 5 == 0 ? UniqueScan.Pdf(1) : UniqueScan.Png();
            var (status, document) = number % 2 == 0 ? await system.UploadBytesAsync(scan) : await UploadFormAsync(system, scan);
            Assert.Equal(HttpStatusCode.Accepted, status);
            await system.CompletedAsync(document.GetProperty("id").GetString()!);
        });

    private static async Task<(HttpStatusCode Status, JsonElement Document)> UploadFormAsync(SpadeSystem system, byte[] scan)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, scan);
            return await system.UploadAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
