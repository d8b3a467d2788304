using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>The program that decodes images reads the one file that it is given, as the kind that it is, and nothing else.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task It_gets_the_kind_of_file_the_image_s_index_and_the_worker_s_own_policy()
    {
        const string Script = "echo \"$MAGICK_CONFIGURE_PATH\" > $folder/policy; exit 1";
        using var engine = new OcrEngine(_programs.Add("convert", Script).Add("magick", Script));
        await engine.ProblemAsync(ImageBytes.Page);
        var run = Assert.Single((string[])[.. _programs.Runs("convert"), .. _programs.Runs("magick")]);
        Assert.Matches(
            @"^-limit memory 805306368 -limit disk 2002097152 -define tiff:ignore-layers=true png:document\[0\] .* pgm:page-1\.pgm$", run);
        Assert.True(File.Exists(Path.Combine((await _programs.ReadAsync("policy")).Trim(), "policy.xml")));
    }

    [Theory]
    [InlineData("text:/etc/passwd")]
    [InlineData("label:text")]
    [InlineData("mvg:/dev/null")]
    [InlineData("http://127.0.0.1:9/scan.png")]
    [InlineData("@/etc/passwd")]
    [InlineData("pdf:/dev/null")]
    public async Task The_policy_forbids_every_other_kind(string source)
    {
        using var engine = new OcrEngine();
        var command = new ToolCommand(
            engine.Get<Toolchain>().ImageMagick, _programs.Folder, TimeSpan.FromSeconds(100), source, "pgm:out.pgm")
        {
            Environment = ImageConverter.Settings,
        };
        var exit = await engine.Get<ToolRunner>().RunAsync(command, CancellationToken.None);
        Assert.Contains("not allowed by the security policy", exit.Errors, StringComparison.Ordinal);
        Assert.Equal(ToolEnd.ExitedWithError, exit.End);
    }

    [Theory]
    [InlineData("convert: Premature end of JPEG file `document' @ warning/jpeg.c/JPEGWarningHandler/389.", true)]
    [InlineData("convert: Corrupt JPEG data: 907 extraneous bytes before marker 0xda `document' @ warning/jpeg.c/389.", true)]
    [InlineData("convert: Corrupt JPEG data: 1 extraneous bytes before marker 0xd9 `document' @ warning/jpeg.c/389.", false)]
    [InlineData("convert: Unsupported marker type 0x67 `document' @ warning/jpeg.c/JPEGErrorHandler/335.", true)]
    [InlineData("convert: Invalid SOS parameters for sequential JPEG `document' @ warning/jpeg.c/389.", false)]
    [InlineData("convert: iCCP: known incorrect sRGB profile `document' @ warning/png.c/1669.", false)]
    [InlineData("convert: Unknown field with tag 37439 encountered. `TIFFReadDirectory' @ warning/tiff.c/TIFFWarnings/981.", false)]
    [InlineData("convert: Using code not yet in table. `document' @ error/tiff.c/TIFFErrors/603.", true)]
    [InlineData("convert: Line length mismatch at line 578 of strip 0 (got 2207, expected 874). `Fax4Decode' @ warning/tiff.c/981.", true)]
    [InlineData("convert: length and filesize do not match `document' @ error/bmp.c/ReadBMPImage/857.", false)]
    public void A_line_of_error_output_is_a_loss_or_it_is_not(string line, bool isLoss)
    {
        var complaints = new ConversionComplaints();
        complaints.Add(line);
        Assert.Equal((isLoss, false, 0), (complaints.IsLoss, complaints.IsFailure, complaints.BadLines));
    }
}
