using Spade.Worker.Processes;
using Spade.Worker.Startup;

namespace Spade.Tests.Ocr;

/// <summary>A worker that lacks something says what, in one line with the command that installs it.</summary>
public sealed class PrerequisitesTests : IDisposable
{
    private readonly FakePrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public void A_program_that_is_missing_is_named_with_its_package()
    {
        var tools = new Toolchain(_programs.Add("tesseract", "").Add("pdfinfo", "").Add("prlimit", "").Folder);
        Assert.Equal(["pdftoppm", "pdfimages", "pdftotext", "qpdf", "convert"], tools.MissingPrograms);
        Assert.Equal(["poppler-utils", "qpdf", "imagemagick"], tools.MissingPackages);
    }

    [Fact]
    public void A_folder_of_the_path_that_is_relative_is_not_searched() =>
        Assert.Equal(8, new Toolchain(".:bin:").MissingPrograms.Count);

    [Theory]
    [InlineData("osd\neng\ndeu\nchi_sim", null)]
    [InlineData("eng\ndeu\nchi_sim", "Tesseract's data for osd. Install with: apt-get install tesseract-ocr-osd")]
    [InlineData("osd\neng",
        "Tesseract's data for deu, chi_sim. Install with: apt-get install tesseract-ocr-deu tesseract-ocr-chi-sim")]
    public async Task A_language_that_is_missing_is_named_with_its_package(string installed, string? missing)
    {
        _programs.Add("tesseract", $"echo 'List of available languages (4):\n{installed}'");
        using var engine = new OcrEngine(_programs, settings: new() { ["Ocr:Languages"] = "eng,deu,chi_sim" });
        Assert.Equal(
            missing is null ? null : $"The worker needs {missing}",
            await engine.Get<OcrPrerequisites>().FindMissingAsync(CancellationToken.None));
    }
}
