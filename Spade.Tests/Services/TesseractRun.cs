namespace Spade.Tests.Services;

/// <summary>One real run of Tesseract on a page.</summary>
/// <param name="JobId">The job, from the name of its folder.</param>
/// <param name="Page">The page's number in its document.</param>
/// <param name="Image">The image it was given.</param>
/// <param name="ProcessId">The process that the worker started.</param>
/// <param name="SecondTry">Whether it looked at the page once more with its orientation detected, as for pages of low confidence.</param>
/// <param name="Begun">When it was started.</param>
/// <param name="Ended">When it ended by itself; null for one that still runs or was killed.</param>
/// <param name="ExitCode">With which code; null likewise.</param>
internal sealed record TesseractRun(
    Guid JobId, int Page, string Image, int ProcessId, bool SecondTry, DateTimeOffset Begun, DateTimeOffset? Ended, int? ExitCode);
