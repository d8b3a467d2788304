using System.Diagnostics;
using System.Globalization;
using System.Net;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class UploadMemoryTests
{
    private const long HundredMegabytes = 100_000_000;

    [Fact]
    public async Task A_hundred_megabytes_pass_through_in_bounded_memory()
    {
        var postgres = await SharedPostgres.GetAsync();
        using var process = StartApi(await postgres.CreateDatabaseAsync());
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process) };
            await Eventually.HoldsAsync(
                "the API is ready", async () => (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);
            // Loads and compiles the code before memory is measured.
            await client.UploadedIdAsync(Scans.Pdf());
            var before = PeakKilobytes(process);

            using var content = new StreamContent(Scans.LargePdf(HundredMegabytes), 64 * 1024);
            using var response = await client.PostAsync(new Uri("/documents", UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            // Buffers, one chunk and garbage that is not collected yet; a copy of the file would be three times as much.
            Assert.InRange(PeakKilobytes(process) - before, 0, 32 * 1024);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static Process StartApi(string connectionString)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Spade.Api.dll"), "--urls=http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ConnectionStrings__spadedb"] = connectionString },
        };
        return Process.Start(start)!;
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        const string announcement = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(announcement, StringComparison.Ordinal);
            if (at < 0)
                continue;
            // The rest is read and discarded: a full pipe would block the API.
            _ = process.StandardOutput.ReadToEndAsync();
            return new Uri(line[(at + announcement.Length)..]);
        }

        throw new InvalidOperationException("The API ended before it listened.");
    }

    private static long PeakKilobytes(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
