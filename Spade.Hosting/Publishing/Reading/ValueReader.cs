using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>Turns values of the model into what a chart can say: addresses into names of the cluster, parameters into values of the chart.</summary>
internal sealed partial class ValueReader(PublishedModel model, ParameterValues parameters)
{
    internal async Task<IReadOnlyList<TextPart>> ReadAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => [new TextPart.Literal(text)],
        ReferenceExpression expression => await ReadExpressionAsync(expression, cancellationToken),
        ConnectionStringReference reference => await ReadConnectionStringAsync(reference.Resource, cancellationToken),
        IResourceWithConnectionString resource => await ReadConnectionStringAsync(resource, cancellationToken),
        EndpointReference endpoint => ReadEndpoint(endpoint.Property(EndpointProperty.Url)),
        EndpointReferenceExpression endpoint => ReadEndpoint(endpoint),
        ExternalServiceAddress { Service: { UrlParameter: { } url } } => await ReadAsync(url, cancellationToken),
        ExternalServiceAddress { Service.Uri: var uri } => [new TextPart.Literal(uri!.ToString())],
        ParameterResource { Secret: true } parameter => [new TextPart.Secret(parameter)],
        ParameterResource parameter => [new TextPart.Computed(await parameters.ReferToAsync(parameter, cancellationToken))],
        IResourceBuilder<IResource> builder => await ReadAsync(builder.Resource, cancellationToken),
        IValueProvider => throw new DistributedApplicationException(
            $"A {value.GetType().Name} has no value in a cluster: set the variable only if builder.ExecutionContext.IsRunMode."),
        _ => [new TextPart.Literal(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")],
    };

    private async Task<IReadOnlyList<TextPart>> ReadExpressionAsync(ReferenceExpression expression, CancellationToken cancellationToken)
    {
        var parts = new List<TextPart>();
        foreach (var text in Pieces().Matches(expression.Format).Select(piece => piece.Value))
        {
            if (text is "{{" or "}}")
                parts.Add(new TextPart.Literal(text[..1]));
            else if (text[0] != '{')
                parts.Add(new TextPart.Literal(text));
            else
                parts.AddRange(await ReadHoleAsync(expression, int.Parse(text[1..^1], CultureInfo.InvariantCulture), cancellationToken));
        }

        return parts;
    }

    private async Task<IEnumerable<TextPart>> ReadHoleAsync(ReferenceExpression expression, int index, CancellationToken cancellationToken)
    {
        var parts = await ReadAsync(expression.ValueProviders[index], cancellationToken);
        return expression.Formats[index] is null ? parts : parts.Select(part => part switch
        {
            TextPart.Literal literal => new TextPart.Literal(Uri.EscapeDataString(literal.Value)),
            TextPart.Computed computed => new TextPart.Computed($"{computed.Code} | urlquery"),
            TextPart.Secret secret => throw new DistributedApplicationException(
                $"Parameter '{secret.Parameter.Name}' is secret and cannot be percent-encoded in a chart, which never sees it: hand it over by itself."),
            _ => part,
        });
    }

    /// <summary>Without the password, which Npgsql takes from PGPASSWORD: a connection string can then stand where everybody may read it.</summary>
    private async Task<IReadOnlyList<TextPart>> ReadConnectionStringAsync(IResourceWithConnectionString resource, CancellationToken cancellationToken)
    {
        if (resource == model.Database)
            return [new TextPart.Computed($"include \"{model.Names.Chart}.database.connectionString\" .")];
        var parts = (await ReadExpressionAsync(resource.ConnectionStringExpression, cancellationToken)).ToList();
        var password = parts.FindIndex(part => part is TextPart.Secret secret && secret.Parameter == model.Server?.PasswordParameter);
        if (password > 0 && parts[password - 1] is TextPart.Literal { Value: var before } && before.EndsWith(";Password=", StringComparison.Ordinal))
        {
            parts[password - 1] = new TextPart.Literal(before[..^";Password=".Length]);
            parts.RemoveAt(password);
        }

        return parts;
    }

    private TextPart[] ReadEndpoint(EndpointReferenceExpression expression)
    {
        var owner = expression.Endpoint.Resource;
        return owner == model.Server ? ReadServer(expression.Property) : [new TextPart.Literal(ReadService(expression, model.Service(owner)))];
    }

    private TextPart[] ReadServer(EndpointProperty property)
    {
        var host = new TextPart.Computed($"include \"{model.Names.Chart}.database.host\" .");
        var port = new TextPart.Computed($"include \"{model.Names.Chart}.database.port\" .");
        return property switch
        {
            EndpointProperty.Host or EndpointProperty.IPV4Host => [host],
            EndpointProperty.Port or EndpointProperty.TargetPort => [port],
            EndpointProperty.HostAndPort => [host, new TextPart.Literal(":"), port],
            EndpointProperty.Scheme => [new TextPart.Literal("tcp")],
            _ => [new TextPart.Literal("tcp://"), host, new TextPart.Literal(":"), port],
        };
    }

    private static string ReadService(EndpointReferenceExpression expression, PublishedService service)
    {
        var port = service.Port(expression.Endpoint);
        service.IsAddressed |= expression.Property is not (EndpointProperty.TargetPort or EndpointProperty.Scheme);
        return expression.Property switch
        {
            EndpointProperty.Host or EndpointProperty.IPV4Host => service.Name,
            EndpointProperty.Port => port.ServicePort.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.TargetPort => port.ContainerPort.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => port.Endpoint.UriScheme,
            EndpointProperty.HostAndPort => string.Create(CultureInfo.InvariantCulture, $"{service.Name}:{port.ServicePort}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{port.Endpoint.UriScheme}://{service.Name}:{port.ServicePort}"),
        };
    }

    [GeneratedRegex(@"\{\{|\}\}|\{\d+\}|[^{}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();
}
