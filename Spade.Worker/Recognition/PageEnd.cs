using Spade.Worker.Errors;

namespace Spade.Worker.Recognition;

/// <summary>How a run ended with one page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Problem">Why it was not read; null when it was.</param>
/// <param name="IsPostponed">True when the page is tried again in a later run, and nothing is stored of it.</param>
internal sealed record PageEnd(int Page, RecognitionException? Problem = null, bool IsPostponed = false);
