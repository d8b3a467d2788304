using Aspire.Hosting.Run.Lifecycle;
using Aspire.Hosting.Run.Network;
using Aspire.Hosting.Run.Network.Balancer;
using Aspire.Hosting.Run.Processes;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>What replicas need.</summary>
internal sealed record ReplicaTools(RunTools Run, ProcessPreparation Preparation, IHttpClientFactory Clients, PortSupply Ports, Balancers Balancers);
