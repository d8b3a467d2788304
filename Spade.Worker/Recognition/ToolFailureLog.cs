using Spade.Worker.Errors;
using Spade.Worker.Processes;

namespace Spade.Worker.Recognition;

/// <summary>Logs how a program broke down. Its end is the only sign of what is wrong with this machine.</summary>
internal static partial class ToolFailureLog
{
    /// <summary>Logs the problem if a program broke down.</summary>
    public static void Write(ILogger logger, string documentId, RecognitionException problem)
    {
        if (problem.Failure is { } failure)
        {
            ProgramBroke(
                logger, documentId, problem.Error.Type, failure.Program, failure.Exit.Code, failure.Exit.Signal, failure.Sign);
        }
    }

    [LoggerMessage(4102, LogLevel.Warning,
        "Document {DocumentId}: {ErrorType}: {Program} ended with code {ExitCode} (signal {Signal}), sign of: {Sign}")]
    private static partial void ProgramBroke(
        ILogger logger, string documentId, string errorType, string program, int exitCode, int? signal, ToolSign sign);
}
