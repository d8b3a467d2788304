using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;

namespace Spade.Documents.Webhooks;

/// <summary>Checks the addresses of receivers when they are given. What a name resolves to is checked when it is connected to.</summary>
public sealed class ReceiverUrls(IOptions<WebhookOptions> options, ReceiverAddresses addresses)
{
    /// <summary>Longest address, in characters: what practically every server and proxy accepts.</summary>
    public const int MaxLength = 2048;

    /// <summary>False for text that is no address of a receiver.</summary>
    /// <param name="text">The address.</param>
    /// <param name="url">The address, in canonical form.</param>
    /// <param name="fault">What is wrong and how to correct it, as the rest of a sentence that begins with the parameter's name. It does
    /// not repeat the address, which may hold a secret.</param>
    public bool TryParse(string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? fault)
    {
        url = null;
        fault = null;
        if (text.Length > MaxLength)
            fault = $"has {text.Length} characters; it may have {MaxLength}.";
        else if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
            fault = "is no absolute address; give one such as https://hooks.example.com/spade.";
        else if (url.Scheme != Uri.UriSchemeHttps && (url.Scheme != Uri.UriSchemeHttp || !options.Value.AllowHttp))
            fault = $"begins with '{url.Scheme}:'; use https, or have http allowed (Webhooks:AllowHttp).";
        else if (url.UserInfo.Length > 0)
            fault = "holds a user name or a password; leave them out, the signature shows who sends the event.";
        else if (url.Fragment.Length > 0)
            fault = "has a '#' and a fragment, which no server receives; leave them out.";
        else if (RefusedLiteral(url) is { } address)
            fault = $"leads to {address}, which is not public; have its network allowed (Webhooks:AllowedNetworks).";
        return fault is null;
    }

    /// <summary>True for a host in <see cref="WebhookOptions.AllowedHosts"/>: an upload may name it as its callback.</summary>
    public bool MayBeCallback(Uri url) => options.Value.HostNames.Any(name => Matches(name, url.IdnHost));

    private IPAddress? RefusedLiteral(Uri url) =>
        IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && !addresses.MayCall(address) ? address : null;

    private static bool Matches(string name, string host) =>
        name == "*"
        || string.Equals(name, host, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase));
}
