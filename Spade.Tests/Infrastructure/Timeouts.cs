namespace Spade.Tests.Infrastructure;

/// <summary>Limits for a test's awaits.</summary>
public static class Timeouts
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task DefaultTimeout(this Task task) => task.WaitAsync(Limit);

    public static Task<T> DefaultTimeout<T>(this Task<T> task) => task.WaitAsync(Limit);
}
