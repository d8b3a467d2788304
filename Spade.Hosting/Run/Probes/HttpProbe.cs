using System.Globalization;
using Aspire.Hosting.Health;

namespace Aspire.Hosting.Run.Probes;

/// <summary>Asks over HTTP as the kubelet does: a connection per question, and every status from 200 to 399 is good.</summary>
internal sealed class HttpProbe(IHttpClientFactory clients, Uri address, TimeSpan timeout, TimeProvider clock) : IProbe
{
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(HttpEndpointHealthCheck.ClientName);
            client.Timeout = Timeout.InfiniteTimeSpan;
            using var question = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { ConnectionClose = true } };
            using var answer = await client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return (int)answer.StatusCode is >= 200 and < 400
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{address} answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return $"{address} does not answer: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{address} does not answer within {timeout.TotalSeconds:0.#} s");
        }
    }
}
