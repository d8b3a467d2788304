namespace Spade.Tests.Hosting;

/// <summary>Waiting for things that send no signal, such as another process's end.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(condition, () => what);

    internal static async Task TrueAsync(Func<bool> condition, Func<string> what)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (!condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"Not within {Patience.TotalSeconds:0} s: {what()}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
