using System.Net;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>From the upload of a scan to its text and its searchable PDF.</summary>
[Collection(BusyEngine.Name)]
public sealed class SearchablePdfTests
{
    [Fact]
    public async Task A_scan_of_every_format_becomes_its_text_with_at_most_two_percent_errors_and_a_PDF_with_that_text_that_readers_accept()
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await system.StartWorkerAsync();
        foreach (var sample in new[] { Samples.ThreePages, Samples.ThreePagesTiff, Samples.OnePage })
        {
            var (status, uploaded) = await system.UploadAsync(sample.FilePath);
            Assert.Equal(HttpStatusCode.Accepted, status);
            var id = uploaded.GetProperty("id").GetString()!;
            var document = await system.CompletedAsync(id);
            var pages = sample.Pages.Count;
            Assert.Equal(
                (pages, pages), (document.GetProperty("pagesDone").GetInt32(), document.GetProperty("pagesTotal").GetInt32()));
            var recognised = await system.TextAsync(id);
            Assert.Equal(pages, recognised.Split('\f').Length);
            Assert.InRange(CharacterErrorRate.Of(recognised, sample.Text), 0, 0.02);
            var bytes = await system.Api.GetByteArrayAsync(new Uri($"/documents/{id}/pdf", UriKind.Relative));
            var path = Path.Combine(folder.FullName, "made.pdf");
            await File.WriteAllBytesAsync(path, bytes);
            var check = await ProcessRun.OfAsync("qpdf", ["--check", path]);
            Assert.True(check.ExitCode == 0, check.Output + check.Error);
            var original = await File.ReadAllBytesAsync(sample.FilePath);
            Assert.InRange(bytes.Length - original.Length, 0, 15_000 * pages);
            if (sample == Samples.ThreePages)
                Assert.True(bytes.AsSpan().StartsWith(original), "The original is not the beginning.");
            var text = await ProcessRun.OfAsync("pdftotext", [path, "-"]);
            Assert.Equal(Words(recognised), Words(text.Output));
        }

        folder.Delete(recursive: true);
    }

    private static string[] Words(string text) => text.Split([' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries);
}
