using System.Text;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Objects;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>Calls a service's environment callbacks and sorts the variables by who may read them.</summary>
internal sealed partial class EnvironmentReader(
    PublishedModel model, ValueReader reader, ParameterValues parameters, DistributedApplicationExecutionContext executionContext)
{
    private const string ConnectionStrings = "ConnectionStrings__";

    /// <summary>Npgsql and libpq take the password from here when a connection string holds none.</summary>
    internal const string PasswordVariable = "PGPASSWORD";

    internal async Task<PublishedEnvironment> ReadAsync(PublishedService service, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, cancellationToken: cancellationToken);
        foreach (var annotation in service.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        var environment = new PublishedEnvironment { UsesDatabase = context.EnvironmentVariables.Values.Any(Connects) };
        if (environment.UsesDatabase)
            AddPassword(environment);
        foreach (var (name, value) in context.EnvironmentVariables.Where(variable => !RepeatsConnection(variable, context.EnvironmentVariables)))
            Add(environment, name, await reader.ReadAsync(value, cancellationToken));
        return environment;
    }

    internal async Task<IReadOnlyList<string>> ReadArgumentsAsync(PublishedService service, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in service.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            var parts = await reader.ReadAsync(argument, cancellationToken);
            if (parts.OfType<TextPart.Secret>().FirstOrDefault() is { } secret)
            {
                throw new DistributedApplicationException(
                    $"'{service.Resource.Name}': parameter '{secret.Parameter.Name}' is secret and cannot be an argument, "
                    + "which every process list shows. Make it a variable.");
            }

            arguments.Add(Join(parts, null));
        }

        return arguments;
    }

    /// <summary>The parts that WithReference adds beside a database's connection string (SPADEDB_HOST and so on) are left out: some hold the
    /// password, and with another database in <c>values.yaml</c> than the model's the rest would be wrong.</summary>
    private bool RepeatsConnection(KeyValuePair<string, object> variable, Dictionary<string, object> all) =>
        variable.Value is ReferenceExpression && all.Any(other =>
            other.Key.StartsWith(ConnectionStrings, StringComparison.Ordinal) && IsDatabase(other.Value)
            && ((ConnectionStringReference)other.Value).Resource.GetConnectionProperties().Any(property =>
                variable.Key == $"{VariableName(other.Key[ConnectionStrings.Length..])}_{property.Key.ToUpperInvariant()}"));

    /// <summary>True for a value whose text connects to the database, and so needs its password beside it.</summary>
    private bool Connects(object value) => value switch
    {
        ConnectionStringReference reference => Connects(reference.Resource),
        ConnectionStringResource resource => Connects(resource.ConnectionStringExpression),
        ReferenceExpression expression => expression.ValueProviders.Any(Connects),
        _ => value == model.Database || value == model.Server,
    };

    private bool IsDatabase(object value) =>
        value is ConnectionStringReference { Resource: var resource } && (resource == model.Database || resource == model.Server);

    private void AddPassword(PublishedEnvironment environment) =>
        environment.Secrets.Add(new() { Name = PasswordVariable, ValueFrom = new() { SecretKeyRef = PostgresObjects.DatabaseSecret(model) } });

    private void Add(PublishedEnvironment environment, string name, IReadOnlyList<TextPart> parts)
    {
        if (parts is [TextPart.Secret { Parameter: var parameter }] && parameter != model.Server?.PasswordParameter)
        {
            environment.Secrets.Add(FromSecret(name, parameter));
        }
        else if (parts.Any(part => part is TextPart.Secret))
        {
            // Kubernetes fills in $(NAME) when the container starts, from variables that stand before.
            environment.Secrets.Add(new() { Name = name, Value = Join(parts, secret => $"$({SecretVariable(environment, secret)})") });
        }
        else
        {
            environment.Config[name] = Join(parts, null);
            if (parts.Any(part => part is TextPart.Computed))
                environment.Computed.Add(name);
        }
    }

    private string SecretVariable(PublishedEnvironment environment, ParameterResource parameter)
    {
        if (parameter == model.Server?.PasswordParameter)
        {
            if (!environment.Secrets.Exists(variable => variable.Name == PasswordVariable))
                AddPassword(environment);
            return PasswordVariable;
        }

        var name = VariableName(parameter.Name);
        if (!environment.Secrets.Exists(variable => variable.Name == name))
            environment.Secrets.Add(FromSecret(name, parameter));
        return name;
    }

    private EnvVarV1 FromSecret(string name, ParameterResource parameter)
    {
        var (secret, key) = parameters.Secret(parameter, model.Names.Chart);
        return new() { Name = name, ValueFrom = new() { SecretKeyRef = new() { Name = secret, Key = key } } };
    }

    /// <param name="parts">The parts.</param>
    /// <param name="reference">What stands for a secret; null where there are none. Then nothing is filled in by Kubernetes either, and a
    /// dollar sign is itself.</param>
    private static string Join(IReadOnlyList<TextPart> parts, Func<ParameterResource, string>? reference)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part switch
            {
                TextPart.Computed computed => $"{{{{ {computed.Code} }}}}",
                TextPart.Secret secret => reference!(secret.Parameter),
                TextPart.Literal literal when reference is not null => literal.Value.Replace("$(", "$$(", StringComparison.Ordinal),
                _ => ((TextPart.Literal)part).Value,
            });
        }

        return text.ToString();
    }

    private static string VariableName(string name) => NonWord().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex(@"\W", RegexOptions.CultureInvariant)]
    private static partial Regex NonWord();
}
