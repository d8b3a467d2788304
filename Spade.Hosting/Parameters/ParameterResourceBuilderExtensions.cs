using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adding values from outside.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that configuration must have, as <c>Parameters:name</c> (hyphens may be underscores).</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameter(name, null, secret);

    /// <summary>Adds a value that configuration may override.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name.</param>
    /// <param name="value">Value when configuration has none.</param>
    /// <param name="publishValueAsDefault">True when a manifest may hold the value; not allowed for a secret.</param>
    /// <param name="secret">True when nobody may see the value.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
            throw new ArgumentException($"Parameter '{name}' is secret: its value cannot be published as a default.", nameof(secret));
        return builder.AddParameter(name, new FixedDefault(value), secret);
    }

    /// <summary>Adds a value with a default of any kind.</summary>
    internal static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault? value, bool secret) =>
        builder.AddResource(CreateParameter(builder, name, value, secret));

    internal static ParameterResource CreateParameter(IDistributedApplicationBuilder builder, string name, ParameterDefault? value, bool secret) =>
        new(name, fallback => builder.Configuration[$"Parameters:{name}"]
            ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"]
            ?? fallback?.GetDefaultValue()
            ?? throw new MissingParameterValueException(
                $"Parameter '{name}' has no value: give it on the command line (--Parameters:{name}=…) or as Parameters__{name.Replace('-', '_')}."),
            secret) { Default = value };

    private sealed class FixedDefault(string value) : ParameterDefault
    {
        public override string GetDefaultValue() => value;
    }
}
