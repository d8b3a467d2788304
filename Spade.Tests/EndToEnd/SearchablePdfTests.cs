using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>From the upload of a scan to its searchable PDF.</summary>
[Collection(BusyMachine.Name)]
public sealed class SearchablePdfTests
{
    [Fact]
    public async Task A_scan_of_every_format_gets_a_PDF_that_readers_accept_and_whose_text_is_the_recognised_one()
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await system.StartWorkerAsync();
        foreach (var sample in new[] { Samples.ThreePages, Samples.ThreePagesTiff, Samples.OnePage })
        {
            var (_, uploaded) = await system.UploadAsync(sample.FilePath);
            var id = uploaded.GetProperty("id").GetString()!;
            await system.CompletedAsync(id);
            var bytes = await system.Api.GetByteArrayAsync(new Uri($"/documents/{id}/pdf", UriKind.Relative));
            var path = Path.Combine(folder.FullName, "made.pdf");
            await File.WriteAllBytesAsync(path, bytes);
            var check = await ProcessRun.OfAsync("qpdf", ["--check", path]);
            Assert.True(check.ExitCode == 0, check.Output + check.Error);
            var original = await File.ReadAllBytesAsync(sample.FilePath);
            Assert.InRange(bytes.Length - original.Length, 0, 15_000 * sample.Pages.Count);
            if (sample == Samples.ThreePages)
                Assert.True(bytes.AsSpan().StartsWith(original), "The original is not the beginning.");
            var text = await ProcessRun.OfAsync("pdftotext", [path, "-"]);
            Assert.Equal(Words(await system.TextAsync(id)), Words(text.Output));
        }

        folder.Delete(recursive: true);
    }

    private static string[] Words(string text) => text.Split([' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries);
}
