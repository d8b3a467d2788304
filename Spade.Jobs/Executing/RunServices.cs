using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Executing;

/// <summary>Services for every run of this node: database, notifications, and stop tokens.</summary>
internal sealed record RunServices(
    LeaseStore Store, DatabaseProbe Probe, INotifications Notifications, JobsMetrics Metrics, RunTokens Tokens, TimeProvider Time);
