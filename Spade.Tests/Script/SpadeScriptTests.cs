using Spade.Tests.Infrastructure;

namespace Spade.Tests.Script;

/// <summary>The commands of <c>./spade</c> that neither install nor build.</summary>
public sealed class SpadeScriptTests : IDisposable
{
    private static readonly string[] Tools =
        ["bash", "readlink", "dirname", "sed", "grep", "tr", "cat", "tail", "mkdir", "sleep", "find", "stat", "id", "paste", "cut"];

    private static readonly string[] Prerequisites =
    [
        "postgres", "tesseract", "pdftoppm", "pdfinfo", "pdfimages", "pdftotext", "qpdf", "convert", "setsid", "setpriv", "prlimit", "curl",
    ];

    private readonly string _programs = Directory.CreateTempSubdirectory("spade-script-").FullName;

    public void Dispose() => Directory.Delete(_programs, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("--help")]
    public async Task Help_explains_every_command(params string[] arguments)
    {
        var run = await SpadeAsync(arguments);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.All(
            ["run", "test", "publish", "explain", "rehearse", "soak", "bench", "install", "samples", "help"],
            command => Assert.Matches($"(?m)^  {command} ", run.Output));
    }

    [Fact]
    public async Task An_unknown_command_is_named_in_one_line_and_ends_with_2()
    {
        var run = await SpadeAsync("rum");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal("spade: there is no command 'rum'. './spade help' lists them.\n", run.Error);
    }

    [Theory]
    [InlineData("b", "publish", "a", "b")]
    [InlineData("--force", "install", "--force")]
    [InlineData("three-pages", "samples", "three-pages", "more")]
    public async Task A_surplus_argument_is_named_and_ends_with_2(string extra, params string[] arguments)
    {
        OfferOnly(Tools);

        var run = await SpadeOnTheseAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal($"spade: {arguments[0]}: '{extra}' is one argument too many. './spade help' says what it takes.\n", run.Error);
    }

    [Fact]
    public async Task A_machine_that_has_everything_is_not_changed_whatever_folder_the_script_is_called_from()
    {
        var link = Path.Combine(_programs, "spade-by-link");
        File.CreateSymbolicLink(link, Repository.PathOf("spade"));

        var run = await ProcessRun.OfAsync(link, ["install"], workingFolder: Path.GetTempPath());

        Assert.Equal((0, "Everything is here.\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task On_a_system_without_apt_one_line_names_the_missing_packages()
    {
        OfferOnly([.. Tools, .. Prerequisites.Except(["tesseract", "pdfinfo"])]);

        var run = await SpadeOnTheseAsync("run");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            "spade: missing: tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd poppler-utils. "
            + "Install what this system calls them, then start again.\n",
            run.Error);
    }

    [Fact]
    public async Task A_language_that_is_installed_needs_nothing()
    {
        var run = await SpadeAsync("install", "--language", "eng", "--language", "osd");
        Assert.Equal((0, "Everything is here.\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task A_language_that_is_missing_is_one_more_package()
    {
        OfferOnly([.. Tools, .. Prerequisites]);

        var run = await SpadeOnTheseAsync("install", "--language", "chi_sim_made_up", "--language", "eng");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            "spade: missing: tesseract-ocr-chi-sim-made-up. Install what this system calls them, then start again.\n", run.Error);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("eng+deu")]
    [InlineData("")]
    public async Task What_is_no_language_is_not_installed(string language)
    {
        var run = await SpadeAsync("install", "--language", language);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"spade: install: '{language}' is no language. Name one as Tesseract does: --language deu, or chi_sim.\n", run.Error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("rehearse")]
    [InlineData("soak")]
    public async Task A_missing_sdk_is_reported_in_one_line_that_says_where_to_get_it(string command)
    {
        OfferOnly([.. Tools, .. Prerequisites]);

        var run = await SpadeOnTheseAsync(command);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("spade: the .NET SDK 10 is missing", run.Error, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Task<ProcessRun> SpadeAsync(params string[] arguments) => ProcessRun.OfAsync(Repository.PathOf("spade"), arguments);

    private Task<ProcessRun> SpadeOnTheseAsync(params string[] arguments) => ProcessRun.OfAsync(
        Path.Combine(_programs, "bash"),
        [Repository.PathOf("spade"), .. arguments],
        environment: new Dictionary<string, string> { ["PATH"] = _programs });

    // The script also finds PostgreSQL outside PATH, so the machine may lack the link.
    private void OfferOnly(IEnumerable<string> programs)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        foreach (var program in programs)
        {
            if (folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) is { } target)
                File.CreateSymbolicLink(Path.Combine(_programs, program), target);
        }
    }
}
