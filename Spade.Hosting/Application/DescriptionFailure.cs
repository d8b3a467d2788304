namespace Aspire.Hosting;

/// <summary>What the person at the terminal can put right, and what ends <c>Main</c> before there is an application to run: one line on
/// standard error and exit code 1, as later, in place of a stack trace and a core dump.</summary>
internal static class DescriptionFailure
{
    private static int _isRegistered;

    /// <summary>Once per process, however many builders it makes.</summary>
    internal static void Register()
    {
        if (Interlocked.Exchange(ref _isRegistered, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => End(unhandled.ExceptionObject);
    }

    private static void End(object exception)
    {
        if (exception is not DistributedApplicationException failure)
            return;
        Console.Error.WriteLine(failure.Message);
        Environment.Exit(1);
    }
}
