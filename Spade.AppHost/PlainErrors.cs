namespace Spade.AppHost;

/// <summary>Prints errors that a user can fix in one line, without a stack trace.</summary>
internal static class PlainErrors
{
    internal static void Use() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (unhandled.ExceptionObject is not Exception exception || Of(exception) is not { } message)
            return;
        Console.Error.WriteLine(message);
        Environment.Exit(1);
    };

    private static string? Of(Exception exception) => exception switch
    {
        DistributedApplicationException => exception.Message,
        // An invalid setting; the message has its key and its value.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => exception.Message,
        AggregateException { InnerExceptions: [var only] } => Of(only),
        _ => null,
    };
}
