using Spade.Worker.Languages;
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
        var tools = new Toolchain(_programs.Add("tesseract", "").Add("pdfinfo", "").Add("prlimit", "").Add("stdbuf", "").Folder);
        Assert.Equal(["pdftoppm", "pdfimages", "pdftotext", "qpdf", "convert"], tools.MissingPrograms);
        Assert.Equal(["poppler-utils", "qpdf", "imagemagick"], tools.MissingPackages);
    }

    [Fact]
    public void A_folder_of_the_path_that_is_relative_is_not_searched() =>
        Assert.Equal(9, new Toolchain(".:bin:").MissingPrograms.Count);

    [Theory]
    [InlineData("osd\ndeu", null, "deu")]
    [InlineData("osd\nequ\nscript/Latin\neng\nchi_sim", null, "eng, chi_sim")]
    [InlineData("osd", "Tesseract's data for eng. Install with: apt-get install tesseract-ocr-eng", "")]
    public async Task Without_a_list_every_language_that_is_installed_will_do(string installed, string? missing, string languages)
    {
        _programs.Add("tesseract", $"echo 'List of available languages (4):\n{installed}'");
        using var engine = new OcrEngine(_programs);
        Assert.Equal(
            missing is null ? null : $"The worker needs {missing}",
            await engine.Get<OcrPrerequisites>().FindMissingAsync(CancellationToken.None));
        Assert.Equal(languages, string.Join(", ", engine.Get<InstalledLanguages>().Languages));
    }

    [Fact]
    public void ImageMagick_7_is_called_by_its_new_name()
    {
        var tools = new Toolchain(_programs.Add("convert", "").Add("magick", "").Folder);
        Assert.Equal(Path.Combine(_programs.Folder, "magick"), tools.ImageMagick);
    }

    [Fact]
    public async Task Another_program_called_convert_is_not_taken_for_image_magick()
    {
        _programs.Add("convert", "echo 'GraphicsMagick 1.3'").Add("magick", "echo 'convert: ImageMagick is not installed here'; exit 1");
        using var engine = new OcrEngine(_programs);
        Assert.Equal(
            $"The worker needs ImageMagick ({_programs.Folder}/magick is something else). Install with: apt-get install imagemagick",
            await engine.Get<OcrPrerequisites>().FindMissingAsync(CancellationToken.None));
    }

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
