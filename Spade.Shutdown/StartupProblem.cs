using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Spade.Shutdown.Budget;

namespace Spade.Shutdown;

/// <summary>A reason not to start that is meant for the person who starts the service: the thing, its value, the fix.</summary>
public sealed class StartupException(string message) : InvalidOperationException(message);

/// <summary>Tells what a person can put right from what is a bug.</summary>
internal static class StartupProblem
{
    /// <summary>The message to show; null for a bug, whose stack trace is wanted.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        StartupException or ShutdownBudgetException => exception.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } => exception.Message,
        // The configuration binder: which key has which value, and what it should have been.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => exception.Message,
        AggregateException all when all.Flatten().InnerExceptions.All(inner => Of(inner) is not null) =>
            string.Join(Environment.NewLine, all.Flatten().InnerExceptions.Select(Of)),
        _ => null,
    };
}
