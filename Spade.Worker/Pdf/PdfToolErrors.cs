using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Why a PDF could not be inspected, as the program that was to do it ended.</summary>
internal static class PdfToolErrors
{
    private const int NotOpened = 1;

    public static RecognitionException Of(ToolCommand command, ToolExit exit) => exit switch
    {
        { End: ToolEnd.TimedOut, UsedUpProcessor: true } => RecognitionErrors.InspectionTimeout(command.ProcessorLimit ?? command.TimeLimit),
        { End: ToolEnd.TimedOut } => RecognitionErrors.InspectionDelayed(command.TimeLimit),
        { End: ToolEnd.Stopped } => RecognitionErrors.Stopped(),
        // A wrong password and a file that is no PDF share poppler's exit code.
        { Code: NotOpened } when exit.Errors.Contains("Incorrect password", StringComparison.Ordinal) => RecognitionErrors.PasswordRequired(),
        { Code: NotOpened } => RecognitionErrors.Corrupt("The PDF is damaged and cannot be opened."),
        _ => RecognitionErrors.InspectionCrashed(ToolFailure.Of(command.Program, exit)),
    };
}
