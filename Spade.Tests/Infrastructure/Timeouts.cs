namespace Spade.Tests.Infrastructure;

/// <summary>Limits for a test's awaits.</summary>
public static class Timeouts
{
    /// <summary>How long a test waits for what should take a moment. It only ends a test that hangs: a busy machine takes many times as
    /// long as an idle one, so no test proves with it that something is fast.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a test waits for the start of a process: on a busy machine several start side by side.</summary>
    public static TimeSpan Start { get; } = TimeSpan.FromMinutes(3);

    public static Task DefaultTimeout(this Task task) => task.WaitAsync(Default);

    public static Task<T> DefaultTimeout<T>(this Task<T> task) => task.WaitAsync(Default);
}
