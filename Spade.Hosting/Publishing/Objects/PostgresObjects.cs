using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Reading;
using Spade.Hosting.Kubernetes;

namespace Aspire.Hosting.Publishing.Objects;

/// <summary>Makes the objects of the trial PostgreSQL: one pod with storage of its own.</summary>
/// <param name="model">The application.</param>
/// <param name="server">The server.</param>
/// <param name="user">Its superuser, as a text or an expression.</param>
internal sealed class PostgresObjects(PublishedModel model, PostgresServerResource server, string user)
{
    internal const int Port = 5432;
    internal const string Image = "postgres:17.6";

    /// <summary>The user <c>postgres</c> of the official image.</summary>
    private const long ImageUser = 999;

    private const string PortName = "tcp";
    private const string DataVolume = "data";
    private const string DataPath = "/var/lib/postgresql/data";
    private const string SocketVolume = "run";

    private readonly string _name = model.Names.ObjectName(server);

    internal KubernetesResource Build() => new(server.Name, server, model.Environment)
    {
        Workload = StatefulSet(),
        Service = Service(),
        AdditionalResources = { new ServiceAccount { Metadata = Metadata(), AutomountServiceAccountToken = false } },
    };

    private StatefulSet StatefulSet() => new()
    {
        Metadata = Metadata(),
        Spec = new()
        {
            Replicas = 1,
            ServiceName = _name,
            Selector = new(model.Names.SelectorLabels(server)),
            Template = new()
            {
                Metadata = new() { Labels = model.Names.PodLabels(server) },
                Spec = Pod(),
            },
            VolumeClaimTemplates = { Claim() },
        },
    };

    private PodSpecV1 Pod()
    {
        var pod = PodDefaults.Pod(Container(), ImageUser, "256Mi");
        pod.ServiceAccountName = _name;
        pod.TerminationGracePeriodSeconds = 60;
        pod.SecurityContext!.FsGroupChangePolicy = "OnRootMismatch";
        pod.Volumes.Add(PodDefaults.EmptyVolume(SocketVolume, "16Mi"));
        return pod;
    }

    private ContainerV1 Container() => new()
    {
        Name = model.Names.Component(server),
        Image = Image,
        ImagePullPolicy = model.Environment.DefaultImagePullPolicy,
        Args = { "-c", "max_connections=200" },
        Env =
        {
            new() { Name = "POSTGRES_USER", Value = user },
            new() { Name = "POSTGRES_PASSWORD", ValueFrom = new() { SecretKeyRef = DatabaseSecret(model) } },
            new() { Name = "POSTGRES_DB", Value = model.Database!.DatabaseName },
            new() { Name = "POSTGRES_INITDB_ARGS", Value = "--auth-local=scram-sha-256 --auth-host=scram-sha-256 --data-checksums" },
            new() { Name = "PGDATA", Value = $"{DataPath}/pgdata" },
        },
        Ports = { new() { Name = PortName, ContainerPort = Port, Protocol = "TCP" } },
        StartupProbe = Probe(period: 2, failures: 150),
        ReadinessProbe = Probe(period: 5, failures: 3),
        LivenessProbe = Probe(period: 10, failures: 6),
        Resources = new()
        {
            Requests = { ["cpu"] = "250m", ["memory"] = "512Mi" },
            Limits = { ["memory"] = "1Gi" },
        },
        VolumeMounts =
        {
            new() { Name = DataVolume, MountPath = DataPath },
            new() { Name = SocketVolume, MountPath = "/var/run/postgresql" },
        },
    };

    private ProbeV1 Probe(int period, int failures) => new()
    {
        Exec = new()
        {
            Command =
            {
                "pg_isready", "--host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={Port}"), $"--dbname={model.Database!.DatabaseName}",
            },
        },
        PeriodSeconds = period,
        TimeoutSeconds = 3,
        FailureThreshold = failures,
    };

    private PersistentVolumeClaim Claim()
    {
        var claim = new PersistentVolumeClaim
        {
            // A part of the stateful set, where a claim needs neither.
            ApiVersion = null,
            Kind = null,
            Metadata = new() { Name = DataVolume },
            Spec = new()
            {
                AccessModes = { model.Environment.DefaultStorageReadWritePolicy },
                Resources = new() { Requests = { ["storage"] = model.Environment.DefaultStorageSize } },
            },
        };
        if (model.Environment.DefaultStorageClassName is { } storageClass)
            claim.Spec.StorageClassName = storageClass;
        return claim;
    }

    private Service Service() => new()
    {
        Metadata = Metadata(),
        Spec = new()
        {
            ClusterIp = "None",
            Selector = model.Names.SelectorLabels(server),
            Ports = { new() { Name = PortName, Port = Port, TargetPort = PortName, Protocol = "TCP" } },
        },
    };

    private ObjectMetaV1 Metadata() => new() { Name = _name, Labels = model.Names.ObjectLabels(server) };

    /// <summary>The entry of the existing secret that holds the password.</summary>
    internal static SecretKeySelectorV1 DatabaseSecret(PublishedModel model) => new()
    {
        Name = $"{{{{ include \"{model.Names.Chart}.database.secret\" . }}}}",
        Key = $"{{{{ include \"{model.Names.Chart}.database.secretKey\" . }}}}",
    };
}
