using Spade.Tests.Infrastructure;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>ImageMagick as a writer of test files, without the worker's limits.</summary>
internal static class ImageMagick
{
    private static readonly string Program = new Toolchain(Environment.GetEnvironmentVariable("PATH") ?? "").ImageMagick;

    /// <summary>Converts an image.</summary>
    /// <param name="image">A file of any kind.</param>
    /// <param name="target">Options, and last the kind to write.</param>
    public static async Task<byte[]> ConvertAsync(byte[] image, params string[] target)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "input"), Path.Combine(folder.FullName, "output"));
            await File.WriteAllBytesAsync(input, image);
            var run = await ProcessRun.OfAsync(Program, [input, .. target[..^1], $"{target[^1]}:{output}"]);
            Assert.True(run.ExitCode == 0, run.Error);
            return await File.ReadAllBytesAsync(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
