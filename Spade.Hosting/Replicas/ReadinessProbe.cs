using System.Globalization;
using System.Net;
using Aspire.Hosting.ApplicationModel;

namespace Spade.Hosting.Replicas;

/// <summary>Asks a replica whether it is ready, as the kubelet does.</summary>
internal sealed class ReadinessProbe(EndpointProbeAnnotation probe, HttpClient http, TimeProvider time)
{
    // A replica that starts is waited for; Kubernetes, too, asks in a start more often than its readiness probe says.
    private static readonly TimeSpan WhileNotReady = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until cancelled.</summary>
    /// <param name="changed">Told null when the replica is ready, else why it is not; at each change only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(Action<string?> changed, CancellationToken cancellationToken)
    {
        var isReady = false;
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var wrong = await AskAsync(cancellationToken);
            failures = wrong is null ? 0 : failures + 1;
            if (wrong is null != isReady && (wrong is null || failures >= probe.FailureThreshold))
            {
                isReady = wrong is null;
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
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{probe.Path} has not answered within {probe.TimeoutSeconds} s");
        }
    }
}
