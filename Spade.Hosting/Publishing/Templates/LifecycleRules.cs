using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Kubernetes refuses a hook with any number of handlers but one, and a probe whose scheme is in lower case.</summary>
internal static class LifecycleRules
{
    private static readonly string[] Groups = ["initContainers", "containers"];
    private static readonly string[] Hooks = ["preStop", "postStart"];
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    /// <summary>Leaves out handlers and hooks that were never filled in, and writes schemes as Kubernetes wants them.</summary>
    internal static void Apply(Mapping pod, string resource)
    {
        foreach (var container in Containers(pod))
            ApplyTo(container, resource);
    }

    private static IEnumerable<Mapping> Containers(Mapping pod) => Groups
        .SelectMany(key => (pod[key] as Sequence)?.Values ?? []).OfType<Mapping>();

    private static void ApplyTo(Mapping container, string resource)
    {
        if (container["lifecycle"] is Mapping lifecycle)
        {
            foreach (var hook in Hooks)
                CheckHook(lifecycle, hook, resource);
            if (lifecycle.Items.Count == 0)
                container.Replace("lifecycle");
        }

        foreach (var probe in Probes.Select(probe => container.At(probe, "httpGet")).OfType<Mapping>())
        {
            if (probe["scheme"] is Scalar scheme)
                probe.Set("scheme", Scalar.Of(scheme.Text.ToUpperInvariant()));
        }
    }

    private static void CheckHook(Mapping lifecycle, string hook, string resource)
    {
        if (lifecycle[hook] is not Mapping handlers)
            return;
        foreach (var handler in handlers.Entries.Where(handler => !IsFilledIn(handler)).ToList())
            handlers.Replace(handler.Key!);
        if (handlers.Items.Count > 1)
        {
            throw new DistributedApplicationException(
                $"'{resource}': {hook} has {handlers.Items.Count} handlers ({string.Join(", ", handlers.Entries.Select(handler => handler.Key))}), "
                + "and Kubernetes takes exactly one: set the others to null!.");
        }

        if (handlers.Items.Count == 0)
            lifecycle.Replace(hook);
    }

    private static bool IsFilledIn(Entry handler) => handler.Value is Mapping content && handler.Key switch
    {
        "exec" => content["command"] is not null,
        "sleep" => content["seconds"] is Scalar { Text: not "0" },
        "httpGet" => content["port"] is not null,
        _ => content["port"] is Scalar { Text: not "0" },
    };
}
