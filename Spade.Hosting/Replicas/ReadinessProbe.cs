using System.Net;

namespace Spade.Hosting.Replicas;

/// <summary>Asks a replica whether it is ready, as the kubelet does.</summary>
internal sealed class ReadinessProbe(EndpointProbeAnnotation probe, HttpClient http, TimeProvider time)
{
    // Somebody waits for a replica that starts; Kubernetes, too, asks more often during a start than its readiness probe says.
    private static readonly TimeSpan WhileNotReady = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a start may take: a minute, as in the chart, whose startup probe asks every second, 60 times.</summary>
    internal static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Asks until cancelled, and reports each change, and a start that takes too long: null for ready, else why not.</summary>
    internal async Task RunAsync(Action<string?> changed, CancellationToken cancellationToken)
    {
        var (isReady, failures, began, isTold) = (false, 0, time.GetTimestamp(), false);
        while (!cancellationToken.IsCancellationRequested)
        {
            var wrong = await AskAsync(cancellationToken);
            failures = wrong is null ? 0 : failures + 1;
            if (wrong is null != isReady && (wrong is null || failures >= probe.FailureThreshold))
            {
                isReady = wrong is null;
                isTold = true;
                changed(wrong);
            }
            else if (!isTold && time.GetElapsedTime(began) > StartLimit)
            {
                isTold = true;
                changed(wrong);
            }

            await Task.Delay(isReady ? TimeSpan.FromSeconds(probe.PeriodSeconds) : WhileNotReady, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null when it is ready.</summary>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(probe.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await http.GetAsync(new Uri(new Uri(probe.EndpointReference.Url), probe.Path), either.Token);
            return answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{probe.Path} answers {(int)answer.StatusCode}");
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
