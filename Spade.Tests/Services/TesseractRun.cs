namespace Spade.Tests.Services;

/// <summary>One real run of Tesseract on a page.</summary>
/// <param name="JobId">The job's id, from the name of its folder.</param>
/// <param name="Page">The page's number in its document.</param>
/// <param name="Image">The image it was given.</param>
/// <param name="ProcessId">The process that the worker started.</param>
/// <param name="SecondTry">Whether it was the second try with detected orientation, which pages of low confidence get.</param>
/// <param name="Begun">When it was started.</param>
/// <param name="Ended">When it ended by itself; null for one that still runs or was killed.</param>
/// <param name="ExitCode">Its exit code; null in the same cases.</param>
internal sealed record TesseractRun(
    Guid JobId, int Page, string Image, int ProcessId, bool SecondTry, DateTimeOffset Begun, DateTimeOffset? Ended, int? ExitCode);
