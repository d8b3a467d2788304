using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Why a PDF could not be inspected, judged by how the inspecting program ended.</summary>
internal static class PdfToolErrors
{
    private const int NotOpened = 1;

    /// <summary>The error for a program that did not succeed.</summary>
    public static RecognitionException Of(ToolCommand command, ToolExit exit) => exit switch
    {
        { End: ToolEnd.TimedOut, UsedUpProcessor: true } =>
            RecognitionErrors.InspectionTimeout(command.ProcessorLimit ?? command.TimeLimit),
        { End: ToolEnd.TimedOut } => RecognitionErrors.InspectionDelayed(command.TimeLimit),
        { End: ToolEnd.Stopped } => RecognitionErrors.Stopped(),
        // Poppler exits with the same code for a wrong password and for a file that is no PDF.
        { Code: NotOpened } when exit.Errors.Contains("Incorrect password", StringComparison.Ordinal) =>
            RecognitionErrors.PasswordRequired(),
        { Code: NotOpened } => RecognitionErrors.Corrupt("The PDF is damaged and cannot be opened."),
        _ => RecognitionErrors.InspectionCrashed(ToolFailure.Of(command.Program, exit)),
    };
}
