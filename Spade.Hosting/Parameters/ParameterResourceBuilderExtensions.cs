using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adding values from outside.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that configuration must have, as <c>Parameters:name</c> (hyphens may be underscores).</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(CreateParameter(builder, name, null, secret));

    /// <summary>Adds a value that configuration may override.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name.</param>
    /// <param name="value">Value when configuration has none.</param>
    /// <param name="publishValueAsDefault">True when a manifest may hold the value; not allowed for a secret.</param>
    /// <param name="secret">True when nobody may see the value.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a value that configuration may override and that is asked for when it is first needed.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name.</param>
    /// <param name="valueGetter">Called for the value when configuration has none.</param>
    /// <param name="publishValueAsDefault">True when a manifest may hold the value; not allowed for a secret.</param>
    /// <param name="secret">True when nobody may see the value.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
            throw new ArgumentException($"Parameter '{name}' is secret: its value cannot be published as a default.", nameof(secret));
        var fallback = new ConstantParameterDefault(valueGetter);
        var parameter = CreateParameter(builder, name, fallback, secret);
        parameter.Default = publishValueAsDefault ? fallback : null;
        return builder.AddResource(parameter);
    }

    /// <summary>Adds a value that configuration may override and that is otherwise made, such as a <see cref="GenerateParameterDefault"/>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name.</param>
    /// <param name="value">Makes the value.</param>
    /// <param name="secret">True when nobody may see the value.</param>
    /// <param name="persist">True keeps what was made first for every later run, in a file that only its owner can read.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        // A publisher must not leave files behind on the machine it happens to run on.
        var isKept = persist && builder.ExecutionContext.IsRunMode;
        var parameter = CreateParameter(builder, name, isKept ? new KeptParameterDefault(builder, name, value.GetDefaultValue) : value, secret);
        parameter.Default = value;
        return builder.AddResource(parameter);
    }

    /// <summary>Adds a value that configuration must have under a key of the AppHost's choice.</summary>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => Required(builder, $"Parameter '{name}'", configurationKey), secret));

    /// <summary>Adds a connection string that configuration must have, as <c>ConnectionStrings:name</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name.</param>
    /// <param name="environmentVariableName">Variable that tells it to others in place of <c>ConnectionStrings__name</c>.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource<IResourceWithConnectionString>(new ConnectionStringParameterResource(
            name, _ => Required(builder, $"Connection string '{name}'", $"ConnectionStrings:{name}"), environmentVariableName));

    /// <summary>Says what a parameter is for.</summary>
    public static IResourceBuilder<ParameterResource> WithDescription(
        this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    internal static ParameterResource CreateParameter(IDistributedApplicationBuilder builder, string name, ParameterDefault? fallback, bool secret) =>
        new(name, _ => builder.Configuration[$"Parameters:{name}"]
            ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"]
            ?? fallback?.GetDefaultValue()
            ?? throw new MissingParameterValueException(
                $"Parameter '{name}' has no value: give it on the command line (--Parameters:{name}=…) or as Parameters__{name.Replace('-', '_')}."),
            secret) { Default = fallback };

    private static string Required(IDistributedApplicationBuilder builder, string what, string key) => builder.Configuration[key]
        ?? throw new MissingParameterValueException(
            $"{what} has no value: give it on the command line (--{key}=…) or as {key.Replace(":", "__", StringComparison.Ordinal)}.");
}
