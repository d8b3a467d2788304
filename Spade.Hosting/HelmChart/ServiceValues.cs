namespace Spade.Hosting;

/// <summary>Sets the chart's values for one project of the model.</summary>
/// <remarks>The sections are <c>{key}</c>, <c>shutdown.{key}</c> and <c>services.{key}</c>.</remarks>
internal sealed class ServiceValues(
    ProjectResource service, string key, ValuesFile values, IReadOnlyDictionary<ProjectResource, string> keys)
{
    private const string Connections = "ConnectionStrings__", Discovery = "services__";

    /// <summary>Variables that Aspire gives a published project. None reaches a pod: the chart sets the port, and with forwarded headers
    /// on, a client could fake an address inside the cluster.</summary>
    private static readonly HashSet<string> OfAspire = new(StringComparer.OrdinalIgnoreCase)
    {
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "HTTP_PORTS", "HTTPS_PORTS", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY",
    };

    /// <summary>Sets all values of the project.</summary>
    /// <param name="environment">The project's environment variables.</param>
    /// <param name="isAddressed">Whether another project refers to it.</param>
    /// <param name="isNew">Whether its sections have just been added.</param>
    internal void Set(IReadOnlyDictionary<string, object> environment, bool isAddressed, bool isNew)
    {
        values.Set(service.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1, key, "replicas");
        Fact("name", service.Name);
        SetPorts(isAddressed);
        Fact("publicPaths", Last<PublicPathsAnnotation>()?.Paths ?? []);
        Fact("migrationCommand", Last<MigrationAnnotation>()?.Arguments ?? []);
        Fact("references", ReferencesOf(service).Select(KeyOf).Order(StringComparer.Ordinal).ToList());
        SetShutdown(environment);
        SetProbes();
        SetResources();
        SetEnvironment(environment, isNew);
    }

    private void SetPorts(bool isAddressed)
    {
        var http = service.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme == "http").ToList();
        if (http.Count > 1)
        {
            var names = string.Join(", ", http.Select(each => each.Name));
            throw new DistributedApplicationException(
                $"'{service.Name}' has {http.Count} HTTP endpoints ({names}), and the chart gives a service one port. Keep one.");
        }

        Fact("port", http.Count == 0 ? null : http[0].TargetPort ?? 8080);
        Fact("servicePort", http.Exists(each => each.IsExternal || isAddressed) ? 80 : null);
    }

    private void SetShutdown(IReadOnlyDictionary<string, object> environment)
    {
        if (Last<GracefulShutdownAnnotation>() is not { } stop)
            return;
        var (preStop, drain) = ((int)stop.PreStop.TotalSeconds, (int)Math.Ceiling(stop.Drain.TotalSeconds));
        values.Set(preStop, "shutdown", key, "preStopSeconds");
        values.Set(drain, "shutdown", key, "drainSeconds");
        Fact("shutdown", new Dictionary<string, object?>
        {
            ["lameDuckSeconds"] = stop.LameDuck.TotalSeconds,
            ["closeSeconds"] = stop.Close.TotalSeconds,
            ["marginSeconds"] = stop.Margin.TotalSeconds,
            ["longestStepSeconds"] = stop.LongestStep.TotalSeconds,
            ["slackSeconds"] = Math.Max(0, stop.GracePeriod.TotalSeconds - preStop - drain),
        });
        foreach (var (variable, budget) in stop.Variables)
        {
            if (environment.TryGetValue(variable, out var value) && value is string text && Seconds(text) != budget.TotalSeconds)
            {
                throw new DistributedApplicationException($"'{service.Name}': {variable} is set to {text}, but its shutdown budget says "
                    + $"{budget.TotalSeconds} s. Change the budget, or remove the variable.");
            }
        }
    }

    private void SetProbes()
    {
        foreach (var probe in service.Annotations.OfType<EndpointProbeAnnotation>())
        {
            values.Set(new Dictionary<string, object?>
            {
                ["path"] = probe.Path,
                ["initialDelaySeconds"] = probe.InitialDelaySeconds,
                ["periodSeconds"] = probe.PeriodSeconds,
                ["timeoutSeconds"] = probe.TimeoutSeconds,
                ["successThreshold"] = probe.SuccessThreshold,
                ["failureThreshold"] = probe.FailureThreshold,
            }, "services", key, "probes", probe.Type.ToString().ToLowerInvariant());
        }
    }

    private void SetResources()
    {
        if (Last<PodResourcesAnnotation>() is not { } resources)
            return;
        values.Set(resources.Cpu, key, "resources", "requests", "cpu");
        values.Set(resources.Memory, key, "resources", "requests", "memory");
        values.Set(resources.MemoryLimit, key, "resources", "limits", "memory");
    }

    private void SetEnvironment(IReadOnlyDictionary<string, object> environment, bool isNew)
    {
        var budget = Last<GracefulShutdownAnnotation>()?.Variables.Select(each => each.Variable).ToHashSet() ?? [];
        var variables = environment.Where(each => !OfAspire.Contains(each.Key) && !budget.Contains(each.Key)).ToList();
        var config = variables.Where(each => each.Value is string).ToDictionary(each => each.Key, each => (object?)each.Value);
        if (isNew)
            values.Set(config, key, "config");
        foreach (var (variable, text) in config)
            values.Set(text, key, "config", variable);
        var connections = variables.Where(each => each.Value is not string && each.Key.StartsWith(Connections, StringComparison.Ordinal))
            .Select(each => each.Key[Connections.Length..]).Order(StringComparer.Ordinal).ToList();
        Fact("connectionStrings", connections);
        // A reference also adds its parts, such as SPADEDB_HOST. They stay out of the chart: the connection string has them all.
        string[] made =
        [
            Connections, Discovery,
            .. connections.Concat(ReferencesOf(service).Select(other => other.Name))
                .Select(name => name.Replace('-', '_').ToUpperInvariant() + "_"),
        ];
        var templated = values.Texts("services", key, "templated");
        foreach (var (variable, value) in variables)
        {
            if (value is string || templated.Contains(variable)
                || Array.Exists(made, prefix => variable.StartsWith(prefix, StringComparison.Ordinal)))
                continue;
            throw new DistributedApplicationException($"'{service.Name}' has the variable {variable}, which is not plain text "
                + $"({value.GetType().Name}): make it in the chart's templates, and list it in services.{key}.templated of {values.Path}.");
        }
    }

    /// <summary>Sets a fact about the program, which is not a choice of a release.</summary>
    private void Fact(string name, object? value) => values.Set(value, "services", key, name);

    private T? Last<T>() where T : IResourceAnnotation => service.Annotations.OfType<T>().LastOrDefault();

    private string KeyOf(ProjectResource other) => keys.TryGetValue(other, out var found)
        ? found
        : throw new DistributedApplicationException(
            $"'{service.Name}' refers to '{other.Name}', which is not part of the chart. Publish that one too, or remove the reference.");

    /// <summary>The projects that a project refers to.</summary>
    internal static IEnumerable<ProjectResource> ReferencesOf(IResource project) =>
        project.Annotations.OfType<ResourceRelationshipAnnotation>()
        .Where(relation => relation.Type == "Reference").Select(relation => relation.Resource).OfType<ProjectResource>().Distinct();

    private static double? Seconds(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.TotalSeconds : null;
}
