namespace Aspire.Hosting;

/// <summary>Leads an observer to the application that it is for.</summary>
internal static class AppHostObserver
{
    // Flows with the call, not with the process: applications that are made side by side do not see each other's observers.
    private static readonly AsyncLocal<IAppHostObserver?> Current = new();

    /// <summary>Sets the observer of the next application that this flow of control makes.</summary>
    internal static void Set(IAppHostObserver observer) => Current.Value = observer;

    /// <summary>Takes the observer, so that a second application of the same flow has none.</summary>
    internal static IAppHostObserver? Claim()
    {
        var observer = Current.Value;
        Current.Value = null;
        return observer;
    }
}
