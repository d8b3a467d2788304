using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Reading;
using Spade.Hosting;

namespace Aspire.Hosting.Publishing.Objects;

/// <summary>Makes the Ingress of a service with an external endpoint.</summary>
internal static class IngressObjects
{
    internal static Ingress Build(PublishedService service, ObjectMetaV1 metadata)
    {
        var port = service.Ports.First(port => port.Endpoint.IsExternal);
        var paths = service.Resource.Annotations.OfType<PublicPathsAnnotation>().LastOrDefault()?.Paths ?? ["/"];
        var rule = new IngressRuleV1();
        rule.Http.Paths.AddRange(paths.Select(path => Path(path, service.Name, port.Name)));
        return new() { Metadata = metadata, Spec = new() { Rules = { rule } } };
    }

    private static HttpIngressPathV1 Path(string path, string service, string port)
    {
        var isExact = path.StartsWith('=');
        return new()
        {
            Path = isExact ? path[1..] : path,
            PathType = isExact ? "Exact" : "Prefix",
            Backend = new() { Service = new() { Name = service, Port = new() { Name = port } } },
        };
    }
}
