using System.Globalization;

namespace Spade.Tests.Services;

/// <summary>A folder with a <c>tesseract</c> that records each page and calls the real one for it. First on a worker's PATH, it shows how
/// often a page was really recognised, independently of the database. A worker keeps it open, as it keeps the real one.</summary>
internal sealed class TesseractShim : IDisposable
{
    private const char Separator = '\t';
    private const string Log = "runs.log";

    /// <summary>The real one counts its pages from 1.</summary>
    private const string RealOne = """
        setpriv --pdeathsig KILL "$real" "$image" stdout "${@:3:4}" tsv </dev/null |
            awk -F '\t' -v OFS='\t' -v number="$number" 'NR > 1 { $2 = number; print }'
        """;

    /// <param name="pageTime">How long a page takes without being recognised; null to run the real program.</param>
    public TesseractShim(TimeSpan? pageTime = null)
    {
        Folder = Directory.CreateTempSubdirectory("spade-shim-").FullName;
        var program = Path.Combine(Folder, "tesseract");
        File.WriteAllText(program, Script(FindReal(), pageTime is { } time ? Pretended(time) : RealOne, Folder));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new ServiceOptions { PathPrefix = Folder };
        Options = pageTime is null ? options : options.With("Ocr__PagesAtOnce", "2");
    }

    /// <summary>The folder to put first on a worker's PATH.</summary>
    public string Folder { get; }

    /// <summary>Options of a worker that finds it first. A page time makes all machines process two pages at once.</summary>
    public ServiceOptions Options { get; }

    /// <summary>The text of a page that was not really recognised.</summary>
    public static string TextOf(int page) => TextOf(page.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every run on a page, oldest first, without the calls that a worker makes at its start.</summary>
    public IReadOnlyList<TesseractRun> Runs()
    {
        var log = Path.Combine(Folder, Log);
        if (!File.Exists(log))
            return [];
        // Each line is one write, so no line is half-written unless the disk is full.
        var lines = File.ReadAllLines(log).Select(line => line.Split(Separator)).ToList();
        var ends = lines.Where(line => line[0] == "ended").ToDictionary(line => line[1]);
        return [.. lines.Where(line => line[0] == "begun").Select(line => Parse(line, ends.GetValueOrDefault(line[1])))];
    }

    /// <summary>The pages whose first try was begun more than once. A second try with other options does not count.</summary>
    public IReadOnlyList<RepeatedPage> RepeatedPages() => [.. Runs()
        .Where(run => !run.SecondTry)
        .GroupBy(run => (run.JobId, run.Page))
        .Where(runs => runs.Count() > 1)
        .Select(runs => new RepeatedPage(runs.Key.JobId, runs.Key.Page, [.. runs]))];

    /// <summary>How many pages were recognised, without second tries and repetitions.</summary>
    public int Pages() => Runs().Where(run => !run.SecondTry).DistinctBy(run => (run.JobId, run.Page)).Count();

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The real program has to die with the shim, because the shim is the process that the worker kills.</summary>
    private static string Script(string real, string recognition, string folder) => $$"""
        #!/bin/bash
        set -o pipefail
        real='{{real}}'
        if [[ $# -lt 2 || $1 == -* ]]; then exec "$real" "$@"; fi

        # look IMAGE: finds its page. Images are called …/JOB-RUN/NAME-PAGE.tif.
        look() {
            local name=${1##*/}
            name=${name%.*}
            page=$((10#${name##*-}))
        }
        # begin IMAGE TRY, end CODE: records a page.
        begin() {
            run="$$-$EPOCHREALTIME"
            printf 'begun\t%s\t%s\t%s\t%s\n' "$run" "$2" "$1" "$page" >>'{{folder}}/{{Log}}'
        }
        end() { printf 'ended\t%s\t%s\t%s\n' "$run" "$EPOCHREALTIME" "$1" >>'{{folder}}/{{Log}}'; }

        if [[ " $* " != *' stream_filelist=true '* ]]; then
            try=first
            for argument in "$@"; do [[ $argument == --psm ]] && try=second; done
            look "$1"
            begin "$1" "$try"
            setpriv --pdeathsig KILL "$real" "$@"
            code=$?
            end "$code"
            exit "$code"
        fi

        number=0
        printf 'level\tpage_num\n'
        while read -r image && read -r blank; do
            look "$image"
            script='{{folder}}'/page-$page
            if [[ -e $script ]]; then
                echo run >>"$script.runs"
                source "$script"
            fi
            try=first
            # A copy that the engine has turned.
            [[ $image == */upright-* ]] && try=second
            begin "$image" "$try"
            number=$((number + 1))
            {{recognition}}
            code=$?
            end "$code"
            [[ $code == 0 ]] || exit "$code"
            number=$((number + 1))
            printf 'Page %s : %s\n' "$number" "$blank" >&2
            printf '1\t%s\t0\t0\t0\t0\t0\t0\t64\t64\t-1\t\n' "$number"
        done

        """;

    /// <summary>The table of a page's words: enough words, with enough confidence, to need no second try.</summary>
    private static string Pretended(TimeSpan time)
    {
        var table = string.Concat(
            TextOf("$page").Split(' ').Select(word => $"5\\t$number\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t95.0\\t{word}\\n"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            setpriv --pdeathsig KILL sleep {time.TotalSeconds} &&
            printf "1\t$number\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n{table}"
            """);
    }

    private static string TextOf(string page) => $"text that was invented for page {page}";

    private static string FindReal() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, "tesseract"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The tests need tesseract. Install it with: apt-get install tesseract-ocr");

    private static TesseractRun Parse(string[] begun, string[]? ended)
    {
        // …/<job id>-<run>/<name>-<page>.tif
        var image = begun[3];
        var folder = Path.GetFileName(Path.GetDirectoryName(image)!);
        var run = begun[1].Split('-');
        return new TesseractRun(
            Guid.Parse(folder.Split('-')[0]),
            Number(begun[4]),
            image,
            Number(run[0]),
            begun[2] == "second",
            Time(run[1]),
            ended is null ? null : Time(ended[2]),
            ended is null ? null : Number(ended[3]));
    }

    private static DateTimeOffset Time(string secondsSinceEpoch) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(double.Parse(secondsSinceEpoch, CultureInfo.InvariantCulture));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
