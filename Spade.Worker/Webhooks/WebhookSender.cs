using Microsoft.Extensions.Options;
using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;

namespace Spade.Worker.Webhooks;

/// <summary>Makes one attempt to deliver an event.</summary>
internal sealed class WebhookSender(WebhookClient client, ReceiverUrls urls, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<DeliveryAttempt> SendAsync(OutgoingEvent outgoing, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (status, error, isFinal) = await TryAsync(outgoing, cancellationToken);
        return new DeliveryAttempt(new AttemptEnd(time.GetElapsedTime(started), status, error?.Message), error, isFinal);
    }

    private async Task<(int? Status, JobError? Error, bool IsFinal)> TryAsync(OutgoingEvent outgoing, CancellationToken cancellationToken)
    {
        if (outgoing.Secret is not { } secret)
            return (null, DeliveryErrors.NoSecret(), false);
        if (Refusal(outgoing) is { } refusal)
            return refusal;
        var limit = options.Value.Timeout;
        using var slow = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        try
        {
            using var request = SignedRequest.Of(outgoing, secret, time.GetUtcNow());
            return Judge(await client.SendAsync(request, either.Token));
        }
        catch (Exception exception) when (exception.GetBaseException() is ReceiverRefusedException)
        {
            // DNS may be wrong for a minute.
            return (null, DeliveryErrors.Refused(), false);
        }
        catch (Exception) when (slow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, DeliveryErrors.TooSlow(limit), false);
        }
        catch (HttpRequestException exception)
        {
            return (null, DeliveryErrors.Unreachable(exception.HttpRequestError), false);
        }
    }

    /// <summary>What was allowed when the address was given may not be allowed any more. The settings of another worker may allow it, or
    /// those of the next rollout, so this is never final.</summary>
    private (int? Status, JobError? Error, bool IsFinal)? Refusal(OutgoingEvent outgoing)
    {
        if (!urls.TryParse(outgoing.Url.AbsoluteUri, out var url, out var fault))
            return (null, DeliveryErrors.NotAllowed(fault), false);
        return outgoing.IsCallback && !urls.MayBeCallback(url) ? (null, DeliveryErrors.HostNotAllowed(), false) : null;
    }

    private static (int? Status, JobError? Error, bool IsFinal) Judge(int status) => status switch
    {
        >= 200 and < 300 => (status, null, false),
        StatusCodes.Status410Gone => (status, DeliveryErrors.Gone(), true),
        >= 300 and < 400 => (status, DeliveryErrors.Redirected(status), false),
        _ => (status, DeliveryErrors.Answered(status), false),
    };
}
