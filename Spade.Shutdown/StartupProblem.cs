using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Spade.Shutdown.Budget;

namespace Spade.Shutdown;

/// <summary>A reason not to start that is meant for the user: the message names the thing, its value and the fix.</summary>
public sealed class StartupException(string message) : InvalidOperationException(message);

/// <summary>Tells a problem that the user can solve from a bug.</summary>
internal static class StartupProblem
{
    /// <summary>The message to show; null for a bug, whose stack trace is needed.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        StartupException or ShutdownBudgetException => exception.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } => exception.Message,
        // Thrown by the configuration binder; the message has the key, the value and the expected type.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => exception.Message,
        AggregateException all when all.Flatten().InnerExceptions.All(inner => Of(inner) is not null) =>
            string.Join(Environment.NewLine, all.Flatten().InnerExceptions.Select(Of)),
        _ => null,
    };
}
