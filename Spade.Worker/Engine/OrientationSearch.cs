using Spade.Worker.Errors;
using Spade.Worker.Pixels;

namespace Spade.Worker.Engine;

/// <summary>Reads a page the way it lies, and turned in other ways when that result is doubtful.</summary>
/// <remarks>Tesseract detects the orientation of a page from the shapes of some thirty letters. A page of fewer is read in all four ways,
/// until a result is beyond doubt, and the most certain one counts.</remarks>
internal sealed partial class OrientationSearch(TesseractProgram tesseract, ILogger<OrientationSearch> logger)
{
    // Measured: never wrong, from 1.9 for thirty letters to 6 for a page.
    private const double SureDetection = 1.5;

    // Some words read the same upside down ("96 80 11 08"), so the way in which the page lies is given up only for a better result.
    private const double ClearlyBetter = 1.2;

    private static readonly int[] Standing = [0, 180, 90, 270];
    private static readonly int[] Lying = [90, 270, 0, 180];

    /// <summary>Reads the page.</summary>
    /// <param name="page">The page as it is displayed, straightened; the caller removes it.</param>
    /// <param name="survey">What a look at the page showed.</param>
    /// <param name="call">What its runs share.</param>
    /// <param name="cancellationToken">Ends the run that goes on.</param>
    /// <exception cref="RecognitionException">The page cannot be read, or not in time.</exception>
    public async Task<PageReading> ReadAsync(PageFile page, PageSurvey survey, PageCall call, CancellationToken cancellationToken)
    {
        var liesOnSide = survey.LiesOnSide && !call.IsVertical;
        // Detecting takes half the time of reading, and a page on its side would be read for nothing.
        var detected = liesOnSide ? await tesseract.DetectAsync(page, call, cancellationToken) : null;
        var turns = liesOnSide ? Lying : Standing;
        var first = detected?.Turn ?? turns[0];
        var best = await ReadTurnedAsync(page, first, call, cancellationToken);
        // Marks that cannot be words are none in any other way either.
        if (!survey.MayHaveWords)
            return best;
        if (best.IsDoubtful && !liesOnSide && call.Deadline.AllowsAnotherRun)
            detected = await tesseract.DetectAsync(page, call, cancellationToken);
        // A picture without text would be read four times.
        var isTextless = detected is null && survey.IsPicture;
        foreach (var turn in isTextless ? [] : Candidates(detected, turns).Where(turn => turn != first))
        {
            if (!best.IsDoubtful || !call.Deadline.AllowsAnotherRun)
                break;
            if (await TryTurnedAsync(page, turn, call, cancellationToken) is { } other)
                best = Choose(best, other, page);
        }

        return best;
    }

    private static IEnumerable<int> Candidates(PageOrientation? detected, int[] turns) => detected switch
    {
        null => turns,
        { Confidence: >= SureDetection } => [detected.Turn],
        _ => turns.OrderByDescending(turn => turn == detected.Turn),
    };

    private static PageReading Choose(PageReading best, PageReading other, PageFile page)
    {
        var (winner, loser) = other.Certainty > ClearlyBetter * best.Certainty ? (other, best) : (best, other);
        // The page itself is turned again for the next try.
        if (loser.File != page)
            loser.Dispose();
        return winner;
    }

    /// <summary>Reads the page in another way.</summary>
    /// <returns>Null when that failed: the results so far stand.</returns>
    private async Task<PageReading?> TryTurnedAsync(PageFile page, int turn, PageCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadTurnedAsync(page, turn, call, cancellationToken);
        }
        catch (RecognitionException exception) when (exception.Fault != RecognitionFault.Stopped)
        {
            Log.NotTurned(logger, call.Page, turn, exception.Error.Type);
            return null;
        }
    }

    private async Task<PageReading> ReadTurnedAsync(PageFile page, int turn, PageCall call, CancellationToken cancellationToken)
    {
        var turned = turn == 0 ? page : page.Turn(turn, call.Folder, cancellationToken);
        try
        {
            return new PageReading(turned, await tesseract.ReadAsync(turned, call, cancellationToken), call.IsVertical);
        }
        catch when (turned != page)
        {
            turned.Dispose();
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4031, LogLevel.Debug, "Page {Page} could not be read turned by {Degrees} degrees: {ErrorType}")]
        public static partial void NotTurned(ILogger logger, int page, int degrees, string errorType);
    }
}
