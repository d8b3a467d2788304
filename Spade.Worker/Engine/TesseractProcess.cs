using System.Diagnostics;
using System.Text;
using Spade.Worker.Pixels;
using Spade.Worker.Processes;

namespace Spade.Worker.Engine;

/// <summary>A Tesseract that is kept open and reads one page after another. It reads its data once, which takes 0.3 s of processor
/// time.</summary>
/// <remarks>
/// Tesseract takes the names of images from its input, line by line (<c>stream_filelist</c>), and writes the rows of each page to its
/// output. Nothing marks the end of a page. So a blank page follows each page, which takes no time: when its row comes, all rows of the
/// page have come, and when its name comes on the error output, all errors have. Without a buffer (<c>stdbuf</c>) both come at once. When
/// the worker is gone, its input ends, and so does Tesseract after the page that it reads.
/// </remarks>
internal sealed class TesseractProcess : IDisposable
{
    private const int BlankSide = 64;
    private const int BlankDpi = 300;

    // The older recogniser, which Tesseract turns to when its data has no other, learns from every page: the next one would be read
    // differently.
    private const string LearnsFromPages = "LSTM requested, but not present";

    private static readonly TimeSpan ErrorDelay = TimeSpan.FromSeconds(5);

    // SIGKILL ends it within 70 ms.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long _mostBytes;
    private readonly string _blank;
    private readonly Process _process;
    private readonly Task _exit;
    private readonly CancellationTokenSource _endOfErrors;
    private readonly Task _readingErrors;
    private readonly ErrorText _errors = new();
    private TaskCompletionSource _atBlank = new();
    private int _pages;
    private bool _hasStarted;
    private bool _learns;
    private bool _isBehind;

    /// <param name="starter">Starts it.</param>
    /// <param name="command">The call, with <see cref="Arguments"/>.</param>
    /// <param name="mostBytes">Longest output of a page.</param>
    /// <param name="time">The clock of time limits.</param>
    public TesseractProcess(ToolStarter starter, ToolCommand command, long mostBytes, TimeProvider time)
    {
        (_time, _mostBytes) = (time, mostBytes);
        _blank = Path.Combine(command.Folder, $"blank-{Guid.NewGuid():N}.tif");
        WriteBlank(_blank);
        try
        {
            _process = starter.Start(command);
        }
        catch
        {
            File.Delete(_blank);
            throw;
        }

        _exit = _process.WaitForExitAsync(CancellationToken.None);
        _endOfErrors = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _readingErrors = BoundedLines.ReadAsync(_process.StandardError.BaseStream, OnErrorLine, _endOfErrors.Token);
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>The arguments with which it stays open.</summary>
    /// <param name="language">Tesseract's name of the language.</param>
    public static IReadOnlyList<string> Arguments(string language) =>
        ["stdin", "stdout", "--oem", "1", "-l", language, "-c", "stream_filelist=true", "tsv"];

    /// <summary>True when it can read another page, has used less than so much processor time, and has learnt nothing from its
    /// pages.</summary>
    public bool MayGoOn(TimeSpan mostProcessorTime) =>
        !_learns && !_isBehind && !_process.HasExited && ProcFile.ProcessorTime(_process.Id) < mostProcessorTime;

    /// <summary>Reads a page. Without an answer that is good the process has to be disposed of.</summary>
    /// <param name="image">The image.</param>
    /// <param name="limit">Longest time by the clock.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process has ended.</exception>
    public async Task<TesseractAnswer> ReadAsync(string image, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(limit, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        _pages += 2;
        var rows = new PageRows(_pages);
        if (await TryAskAsync(image, stop.Token) && await TryReadAsync(rows, stop.Token))
        {
            await _atBlank.Task.WaitAsync(ErrorDelay, _time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What it says later would be taken for the errors of the next page, so it is not asked for another one.
            _isBehind = !_atBlank.Task.IsCompletedSuccessfully;
            return Answer(rows);
        }

        var isTooMuch = rows.Length > _mostBytes;
        await ProcessEnd.WaitOrKillAsync(_process, isTooMuch ? new CancellationToken(canceled: true) : stop.Token);
        _endOfErrors.CancelAfter(ToolRunner.OutputDelay);
        await _readingErrors;
        cancellationToken.ThrowIfCancellationRequested();
        var errors = _errors.ToString();
        return new TesseractAnswer(
            isTooMuch ? ToolExit.OfTooMuchOutput(errors) : ToolExit.Of(_process.ExitCode, timeout.IsCancellationRequested, errors),
            Table: null, _hasStarted);
    }

    /// <summary>Tells it to end. Between two pages there is nothing to finish.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    /// <summary>Ends it and waits for that, so that none is left when the worker ends.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit(LongestEnd);
        _endOfErrors.Cancel();
        _endOfErrors.Dispose();
        // Process.Dispose leaves the streams open, because they have been asked for here: the pipes would stay until a collection.
        _process.StandardInput.BaseStream.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
        if (File.Exists(_blank))
            File.Delete(_blank);
    }

    private static void WriteBlank(string path)
    {
        using var blank = new TiffWriter(path, BlankSide, BlankSide, BlankDpi);
        var pixels = new byte[BlankSide * BlankSide];
        Array.Fill(pixels, byte.MaxValue);
        blank.WriteRows(pixels);
    }

    private TesseractAnswer Answer(PageRows rows)
    {
        var exit = ToolExit.Of(0, timedOut: false, _errors.ToString());
        _errors.Clear();
        return new TesseractAnswer(exit, rows.ToString(), _hasStarted);
    }

    /// <returns>False when the process has ended.</returns>
    private async Task<bool> TryAskAsync(string image, CancellationToken stop)
    {
        _atBlank = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes($"{image}\n{_blank}\n"), stop);
            return true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>False when the output ended before the page did, or the page was stopped or too long.</returns>
    private async Task<bool> TryReadAsync(PageRows rows, CancellationToken stop)
    {
        using var endOfOutput = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = ReadAsync(rows, endOfOutput.Token);
        // A child that the process left behind may hold its output open.
        if (await Task.WhenAny(reading, _exit) == _exit)
        {
            await reading.WaitAsync(ToolRunner.OutputDelay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await endOfOutput.CancelAsync();
        }

        await reading;
        return rows.IsComplete;
    }

    private async Task ReadAsync(PageRows rows, CancellationToken stop)
    {
        try
        {
            while (!rows.IsComplete && rows.Length <= _mostBytes
                && await _process.StandardOutput.BaseStream.ReadAsync(rows.Room(), stop) is var count and > 0)
            {
                _hasStarted = true;
                rows.Add(count);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller looks at what came until then.
        }
    }

    private void OnErrorLine(string line)
    {
        _learns |= line.Contains(LearnsFromPages, StringComparison.Ordinal);
        if (line.EndsWith(Path.GetFileName(_blank), StringComparison.Ordinal))
            _atBlank.TrySetResult();
        else
            _errors.Add(line);
    }
}
