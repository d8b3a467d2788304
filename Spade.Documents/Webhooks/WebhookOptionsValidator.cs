using System.Net;
using Microsoft.Extensions.Options;

namespace Spade.Documents.Webhooks;

/// <summary>Checks the names and networks in the lists. An annotation could only check a list as a whole.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const string Wildcard = "*.";

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        string[] errors =
        [
            .. options.HostNames.Where(host => !IsHost(host)).Select(host =>
                $"{WebhookOptions.Section}:{nameof(options.AllowedHosts)} holds '{host}'; it must be a host without scheme, port and path, "
                + "such as hooks.example.com, *.example.com (every name below it) or * (every host)."),
            .. options.NetworkNames.Where(network => !IPNetwork.TryParse(network, out _)).Select(network =>
                $"{WebhookOptions.Section}:{nameof(options.AllowedNetworks)} holds '{network}'; it must be a network such as "
                + "10.20.0.0/16 or fd00::/8."),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsHost(string host) =>
        host == "*"
        || Uri.CheckHostName(host.StartsWith(Wildcard, StringComparison.Ordinal) ? host[Wildcard.Length..] : host)
            != UriHostNameType.Unknown;
}
