using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Executing;

/// <summary>What every run of this node needs: where it writes, whom it tells, and when it is to stop.</summary>
internal sealed record RunServices(
    LeaseStore Store, DatabaseProbe Probe, INotifications Notifications, JobsMetrics Metrics, RunTokens Tokens, TimeProvider Time);
