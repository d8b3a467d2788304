using System.Net;

namespace Spade.Hosting.Replicas;

/// <summary>Asks a replica whether it is ready, as the kubelet does.</summary>
internal sealed class ReadinessProbe(EndpointProbeAnnotation probe, HttpClient http, TimeProvider time)
{
    // A rolling restart waits for a starting replica. Kubernetes, too, probes more often during a start (the startup probe).
    private static readonly TimeSpan WhileNotReady = TimeSpan.FromMilliseconds(100);

    /// <summary>Time limit of a start: 60 s as in the chart, whose startup probe asks once a second, 60 times.</summary>
    internal static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Probes until cancelled. Reports each change and a start over the limit: null for ready, else the reason.</summary>
    internal async Task RunAsync(Action<string?> changed, CancellationToken cancellationToken)
    {
        var (isReady, failures, began, isReported) = (false, 0, time.GetTimestamp(), false);
        while (!cancellationToken.IsCancellationRequested)
        {
            var problem = await AskAsync(cancellationToken);
            failures = problem is null ? 0 : failures + 1;
            if (problem is null != isReady && (problem is null || failures >= probe.FailureThreshold))
            {
                isReady = problem is null;
                isReported = true;
                changed(problem);
            }
            else if (!isReported && time.GetElapsedTime(began) > StartLimit)
            {
                isReported = true;
                changed(problem);
            }

            await Task.Delay(isReady ? TimeSpan.FromSeconds(probe.PeriodSeconds) : WhileNotReady, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns null when the replica is ready, else the reason.</summary>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(probe.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.GetAsync(new Uri(new Uri(probe.EndpointReference.Url), probe.Path), either.Token);
            return response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{probe.Path} answers {(int)response.StatusCode}");
        }
        catch (OperationCanceledException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{probe.Path} has not answered within {probe.TimeoutSeconds} s");
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }
}
