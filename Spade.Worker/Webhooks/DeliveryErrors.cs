using System.Globalization;
using Spade.Jobs.Handlers;

namespace Spade.Worker.Webhooks;

/// <summary>Every reason why an attempt fails. The sentences are shown in the log of deliveries. They hold no part of the answer and no
/// address of a network, because the receiver's address was chosen by a tenant.</summary>
internal static class DeliveryErrors
{
    public static JobError NoSecret() => new(
        "webhook-secret-missing", "The tenant has no webhook secret, so that the event cannot be signed: PUT /tenants/{name}/webhook.");

    public static JobError Refused() => new(
        "receiver-refused", "The receiver's name resolves to no address that may be called (Webhooks:AllowedNetworks).");

    public static JobError NotAllowed(string fault) => new("receiver-refused", $"The receiver's address {fault}");

    public static JobError HostNotAllowed() => new(
        "receiver-refused", "The receiver's host may not be named by an upload (Webhooks:AllowedHosts).");

    public static JobError Gone() => new("receiver-gone", "The receiver answered 410: it wants no more events.");

    public static JobError Redirected(int status) => new(
        "receiver-redirects",
        string.Create(
            CultureInfo.InvariantCulture, $"The receiver answered {status}, and redirects are not followed: give its new address."));

    public static JobError Answered(int status) => new(
        "receiver-answered", string.Create(CultureInfo.InvariantCulture, $"The receiver answered {status}; success is 200 to 299."));

    public static JobError TooSlow(TimeSpan limit) => new(
        "receiver-slow", string.Create(CultureInfo.InvariantCulture, $"The receiver did not answer within {limit.TotalSeconds} s."));

    public static JobError Unreachable(HttpRequestError reason) => new(
        "receiver-unreachable",
        reason switch
        {
            HttpRequestError.NameResolutionError => "The receiver's name cannot be resolved.",
            HttpRequestError.ConnectionError => "The receiver cannot be connected to.",
            HttpRequestError.SecureConnectionError => "There is no secure connection to the receiver: look at its certificate.",
            HttpRequestError.ResponseEnded => "The receiver closed the connection without an answer.",
            HttpRequestError.ConfigurationLimitExceeded => "The headers of the receiver's answer are too long.",
            _ => "The receiver's answer is not valid HTTP.",
        });
}
