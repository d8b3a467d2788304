using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Keys;

/// <summary>Uploads and reads, with a key and at an address that change meanwhile.</summary>
internal sealed class RotatingClient : IAsyncDisposable
{
    private const int Parallel = 3;

    /// <summary>Between two requests. Without it there would be more documents than the workers can read in a short test.</summary>
    private static readonly TimeSpan ThinkTime = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly Task _requests;
    private volatile Target _target;
    private int _succeeded;

    public RotatingClient(Uri address, string key)
    {
        _target = new Target(address, key);
        _requests = Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => Task.Run(SendAsync)));
    }

    /// <summary>Requests that were answered otherwise than with success, or not at all.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public void Use(Uri address) => _target = _target with { Address = address };

    public void Use(string key) => _target = _target with { Key = key };

    /// <summary>Waits until some more requests have succeeded, all of them sent after this call but for those in flight.</summary>
    public Task AfterRequestsAsync(int count)
    {
        var wanted = Volatile.Read(ref _succeeded) + Parallel + count;
        return Eventually.GrowsToAsync(
            "requests that succeeded", wanted, () => Task.FromResult((long)Volatile.Read(ref _succeeded)), TimeSpan.FromSeconds(30));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _requests;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _http.Dispose();
    }

    private async Task SendAsync()
    {
        for (var turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            var target = _target;
            using var request = turn % 20 == 0
                ? new HttpRequestMessage(HttpMethod.Post, new Uri(target.Address, "/documents"))
                {
                    Content = new ByteArrayContent(UniqueScan.Pdf(1)),
                }
                : new HttpRequestMessage(HttpMethod.Get, new Uri(target.Address, "/documents?limit=1"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Key);
            try
            {
                using var response = await _http.SendAsync(request);
                if (response.IsSuccessStatusCode)
                    Interlocked.Increment(ref _succeeded);
                else
                    _failures.Enqueue($"{request.Method} {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException exception)
            {
                _failures.Enqueue($"{request.Method} {exception.Message}");
            }

            await Pause.ForAsync(ThinkTime, CancellationToken.None);
        }
    }

    private sealed record Target(Uri Address, string Key);
}
