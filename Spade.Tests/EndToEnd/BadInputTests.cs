using System.Net;
using System.Text.Json;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>Files that are empty, cut, protected, of another kind or too large, at a real API and a real worker: each gets its answer, none
/// is tried again, and the worker goes on.</summary>
[Collection(BusyEngine.Name)]
public sealed class BadInputTests
{
    private static readonly string[] Refused = ["empty", "text", "list of paths", "word file", "old word file", "too many pixels"];

    /// <summary>By name: the type of the answer; empty for a document that is read.</summary>
    private static readonly (string Name, string Answer)[] Inputs =
    [
        ("empty", "empty-file"), ("text", "unsupported-content"), ("list of paths", "unsupported-content"),
        ("word file", "unsupported-content"), ("old word file", "unsupported-content"), ("too many pixels", "too-many-pixels"),
        ("header of a pdf", "corrupt"), ("header of a png", "corrupt"), ("header of a jpeg", "corrupt"), ("header of a tiff", "corrupt"),
        ("cut pdf", "corrupt"), ("cut png", "corrupt"), ("cut jpeg", "corrupt"), ("cut tiff", "corrupt"),
        ("password", "password-required"), ("no pages", "no-pages"), ("3,000 pages", "too-many-pages"),
        ("one pixel", ""), ("blank page", ""), ("png named pdf", ""),
    ];

    [Fact]
    public async Task Each_gets_its_answer_once_and_the_worker_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
            var worker = await system.LaunchWorkingAsync();
            List<(string Name, string Answer, string Id)> accepted = [];
            foreach (var (name, answer) in Inputs)
            {
                // Content decides, so each lies: an image by its name is none, and the other way round.
                var path = Path.Combine(folder.FullName, name + (name == "text" ? ".png" : ".pdf"));
                await File.WriteAllBytesAsync(path, await MakeAsync(name, folder.FullName));
                var (status, body) = await system.UploadAsync(path);
                if (Refused.Contains(name))
                    Assert.Equal((name, $"urn:spade:problem:{answer}"), (name, body.GetProperty("type").GetString()));
                else
                    accepted.Add((name, answer, Accepted(name, status, body)));
            }

            foreach (var (name, answer, id) in accepted)
                AssertEnd(name, answer, await EndedAsync(system, id));
            Assert.Equal(0, await system.ScalarAsync<int>("SELECT max(greatest(attempt, interruptions)) FROM jobs"));
            Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state NOT IN ('completed', 'failed')"));
            Assert.False(worker.Process.HasExited);
            Assert.Equal("running", (await LedgerEntry.OfAsync(system, worker)).State);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Accepted(string name, HttpStatusCode status, JsonElement body)
    {
        Assert.True(status == HttpStatusCode.Accepted, $"{name}: {status} {body}");
        return body.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> EndedAsync(SpadeSystem system, string id)
    {
        var document = default(JsonElement);
        await Eventually.HoldsAsync(
            $"{id} has ended",
            async () => (document = await system.GetAsync(id, wait: 20)).GetProperty("status").GetString() is "completed" or "failed",
            TimeSpan.FromMinutes(2));
        return document;
    }

    private static void AssertEnd(string name, string answer, JsonElement document)
    {
        var error = document.GetProperty("error");
        Assert.Equal(
            (name, answer.Length == 0 ? "completed" : "failed", answer),
            (name, document.GetProperty("status").GetString()!,
                error.ValueKind == JsonValueKind.Null ? "" : error.GetProperty("type").GetString()!));
    }

    private static async Task<byte[]> MakeAsync(string name, string folder) => name switch
    {
        "empty" => [],
        "text" => "a letter\n"u8.ToArray(),
        "list of paths" => "/etc/passwd\n/etc/hostname\n"u8.ToArray(),
        "word file" => [.. "PK\x03\x04"u8, .. new byte[26], .. "word/document.xml"u8, .. new byte[400]],
        "old word file" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[2000]],
        "too many pixels" => ImageBytes.Png(30_000, 30_000),
        "header of a pdf" => "%PDF-1.7\n%\xE2\xE3\n"u8.ToArray(),
        "header of a png" => ImageBytes.Page[..16],
        "header of a jpeg" => [0xFF, 0xD8, 0xFF, 0xE0],
        "header of a tiff" => "II*\0\x08\0\0\0"u8.ToArray(),
        "cut pdf" => Cut(new PdfBytes().ToArray()),
        "cut png" => Cut(await File.ReadAllBytesAsync(Samples.OnePage.FilePath)),
        "cut jpeg" => Cut(await ImageMagick.ConvertAsync(await File.ReadAllBytesAsync(Samples.OnePage.FilePath), "jpeg")),
        "cut tiff" => Cut(await File.ReadAllBytesAsync(Samples.ThreePagesTiff.FilePath)),
        "password" => await ProtectedAsync(folder),
        "no pages" => new PdfBytes().SetTree("/Count 0/Kids[]").ToArray(),
        "3,000 pages" => BlankPdf.Of(3000),
        "one pixel" => PngBytes.Of(1, 1, (_, _) => byte.MaxValue),
        "blank page" => BlankPdf.Of(1),
        "png named pdf" => await File.ReadAllBytesAsync(Samples.OnePage.FilePath),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static byte[] Cut(byte[] file) => file[..(file.Length * 6 / 10)];

    private static async Task<byte[]> ProtectedAsync(string folder)
    {
        var (plain, locked) = (Path.Combine(folder, "plain"), Path.Combine(folder, "locked"));
        await File.WriteAllBytesAsync(plain, new PdfBytes().ToArray());
        var run = await ProcessRun.OfAsync("qpdf", ["--encrypt", "secret", "owner", "256", "--", plain, locked]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return await File.ReadAllBytesAsync(locked);
    }
}
