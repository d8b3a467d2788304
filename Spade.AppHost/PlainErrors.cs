namespace Spade.AppHost;

/// <summary>Reports what a person can put right in one line, without a stack trace.</summary>
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
        // A setting that is not a number: the message names it and what it says.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => exception.Message,
        AggregateException { InnerExceptions: [var only] } => Of(only),
        _ => null,
    };
}
