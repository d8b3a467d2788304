using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Engine;

/// <summary>The Tesseracts that are kept open: no more than there are slots, and none for long without a page.</summary>
internal sealed partial class TesseractPool(
    ToolStarter starter, Toolchain tools, ToolLimits limits, WorkFolders folders, IOptions<OcrOptions> options, TimeProvider time,
    ILogger<TesseractPool> logger) : IDisposable
{
    // Starting another one costs 0.3 s. The kernel's limit of processor time counts from the start of a process.
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(100);

    // Between two pages of documents that follow each other there is less than a second. Each holds 41 to 76 MB.
    private static readonly TimeSpan LongestIdleTime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    /// <summary>The longest idle one first.</summary>
    private readonly List<(string Language, TesseractProcess Process, long Since)> _idle = [];

    private ITimer? _timer;
    private int _busy;
    private bool _isDisposed;

    /// <summary>Reads a page with a Tesseract that is open, or a new one.</summary>
    /// <param name="language">Tesseract's name of the language.</param>
    /// <param name="image">The image; its file states the resolution.</param>
    /// <param name="limit">Longest time by the clock.</param>
    /// <param name="cancellationToken">Ends the Tesseract.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; that Tesseract has ended.</exception>
    public async Task<TesseractAnswer> ReadAsync(string language, string image, TimeSpan limit, CancellationToken cancellationToken)
    {
        var process = Take(language);
        var mayGoOn = false;
        try
        {
            var answer = await process.ReadAsync(image, limit, cancellationToken);
            mayGoOn = answer.IsGood;
            if (answer.Exit.End != ToolEnd.Succeeded)
                Log.Ended(logger, language, answer.Exit.End, answer.Exit.Code, answer.Exit.Errors);
            return answer;
        }
        finally
        {
            Return(language, process, mayGoOn);
        }
    }

    /// <summary>Ends those that are idle.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _timer?.Dispose();
        EndIdle(TimeSpan.Zero);
    }

    private TesseractProcess Take(string language)
    {
        var (open, unused) = TakeIdle(language);
        try
        {
            unused.ForEach(process => process.Dispose());
            if (open is not null && open.MayGoOn(MostProcessorTime))
                return open;
            open?.Dispose();
            return Start(language);
        }
        catch
        {
            lock (_lock)
                _busy--;
            throw;
        }
    }

    /// <returns>The last used one of the language, and those of other languages that have to end so that there are no more than
    /// slots.</returns>
    private (TesseractProcess? Open, List<TesseractProcess> Unused) TakeIdle(string language)
    {
        lock (_lock)
        {
            _busy++;
            var index = _idle.FindLastIndex(idle => idle.Language == language);
            var open = index < 0 ? null : _idle[index].Process;
            if (index >= 0)
                _idle.RemoveAt(index);
            var surplus = Math.Clamp(_idle.Count + _busy - limits.ProcessesAtOnce, 0, _idle.Count);
            var unused = _idle.Take(surplus).Select(idle => idle.Process).ToList();
            _idle.RemoveRange(0, surplus);
            return (open, unused);
        }
    }

    private TesseractProcess Start(string language)
    {
        var limit = options.Value.PageTimeLimit;
        var command = new ToolCommand(
            tools.StdBuf, folders.Own, limit, ["-o0", tools.Tesseract, .. TesseractProcess.Arguments(language)])
        {
            // Before its last page it has used almost the most.
            ProcessorLimit = MostProcessorTime + limit + TimeSpan.FromSeconds(1),
        };
        var process = new TesseractProcess(starter, command, limits.TextSize, time);
        Log.Started(logger, process.Id, language);
        return process;
    }

    private void Return(string language, TesseractProcess process, bool mayGoOn)
    {
        lock (_lock)
        {
            _busy--;
            if (mayGoOn && !_isDisposed)
            {
                _idle.Add((language, process, time.GetTimestamp()));
                _timer ??= time.CreateTimer(
                    _ => EndIdle(LongestIdleTime), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                if (_idle.Count == 1)
                    _timer.Change(LongestIdleTime, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        process.Dispose();
    }

    /// <summary>Ends those that have been idle for so long, all at once.</summary>
    private void EndIdle(TimeSpan atLeast)
    {
        List<TesseractProcess> ended;
        lock (_lock)
        {
            var count = _idle.TakeWhile(open => IdleTime(open.Since) >= atLeast).Count();
            ended = [.. _idle.Take(count).Select(open => open.Process)];
            _idle.RemoveRange(0, count);
            if (!_isDisposed && _idle is [var oldest, ..])
                _timer?.Change(LongestIdleTime - IdleTime(oldest.Since), Timeout.InfiniteTimeSpan);
        }

        ended.ForEach(process => process.Kill());
        ended.ForEach(process => process.Dispose());
    }

    private TimeSpan IdleTime(long since) => time.GetElapsedTime(since);

    private static partial class Log
    {
        [LoggerMessage(4041, LogLevel.Debug, "Tesseract for {Language} is open as process {ProcessId}")]
        public static partial void Started(ILogger logger, int processId, string language);

        [LoggerMessage(4042, LogLevel.Debug, "Tesseract for {Language} ended as {End} with code {ExitCode}: {Errors}")]
        public static partial void Ended(ILogger logger, string language, ToolEnd end, int exitCode, string errors);
    }
}
