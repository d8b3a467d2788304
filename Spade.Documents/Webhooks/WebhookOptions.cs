using Spade.Jobs.Client;
using Spade.Shutdown.Settings;

namespace Spade.Documents.Webhooks;

/// <summary>Where webhooks may be sent, and how long they are tried. Section <c>Webhooks</c>, shared by API and worker: the API checks
/// addresses when it takes them, and the worker checks every connection.</summary>
public sealed class WebhookOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Webhooks";

    /// <summary>Hosts that an upload may name as its <c>callback</c>, separated by commas: <c>hooks.example.com</c>,
    /// <c>*.example.com</c> (every name below it), or <c>*</c> (every host). Default empty: no upload may name one. The receiver that an
    /// operator sets for a tenant is not limited by it.</summary>
    /// <remarks>One string, not a list: configuration appends to a list's defaults instead of replacing them.</remarks>
    public string AllowedHosts { get; set; } = "";

    /// <summary>True to accept <c>http</c> beside <c>https</c>: everyone on the way can read and change such events. Default
    /// false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Networks that may be called although they are not public, separated by commas, such as <c>10.20.0.0/16,fd00::/8</c>.
    /// Default empty: private, loopback, link-local, multicast and metadata addresses are refused.</summary>
    public string AllowedNetworks { get; set; } = "";

    /// <summary>How long one attempt may take, from the name's resolution to the status of the answer. 0.1 s to 1 minute, default 15 s, the
    /// least that Standard Webhooks recommends.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00.1000000", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many events each worker sends at once. 1 to 100, default 8: they wait for their receivers and cost next to
    /// nothing. Each may need a database connection for a moment, and the worker's pool has one for each.</summary>
    [SettingRange(Section, 1, 100)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Attempts after the first one. 0 to 1,000, default 56: with the other defaults they last for 12 to 24 hours.</summary>
    [SettingRange(Section, 0, 1000)]
    public int RetryLimit { get; set; } = 56;

    /// <summary>Wait before the second attempt; it doubles with each further one, and half to all of it is waited. Up to 1 day, default
    /// 5 s, as Standard Webhooks recommends.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "1.00:00:00", MinimumIsExclusive = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between two attempts. Up to 1 day, default 30 minutes: a receiver that comes back has its events within
    /// that time.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "1.00:00:00", MinimumIsExclusive = true)]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the log keeps a delivery after it has ended. More than 0, default 30 days.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "10675199.02:48:05.4775807", MinimumIsExclusive = true)]
    public TimeSpan LogRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The names of <see cref="AllowedHosts"/>.</summary>
    internal IReadOnlyList<string> HostNames => Split(AllowedHosts);

    /// <summary>The networks of <see cref="AllowedNetworks"/>, as they are written.</summary>
    internal IReadOnlyList<string> NetworkNames => Split(AllowedNetworks);

    /// <summary>How the job of a delivery is retried. Tenants share the senders equally, so that one whose receiver is down holds up no
    /// other.</summary>
    internal JobOptions JobOf(string tenant) => new()
    {
        Group = tenant, RetryLimit = RetryLimit, RetryDelay = RetryDelay, RetryDelayMax = RetryDelayMax,
    };

    private static string[] Split(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
