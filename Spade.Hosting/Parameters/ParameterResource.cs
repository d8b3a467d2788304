namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside: configuration <c>Parameters:name</c>.</summary>
public class ParameterResource : Resource, IManifestExpressionProvider, IValueProvider
{
    private readonly Lazy<string> _value;

    /// <summary>Describes a parameter.</summary>
    /// <param name="name">Name.</param>
    /// <param name="callback">Finds the value when it is first needed.</param>
    /// <param name="secret">True when nobody may see the value.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : base(name)
    {
        _value = new(() => callback(Default));
        Secret = secret;
    }

    /// <summary>True when nobody may see the value.</summary>
    public bool Secret { get; }

    /// <summary>What a manifest may know of the value that counts when configuration has none; null for nothing.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>What the value is for, for whoever has to give one.</summary>
    public string? Description { get; set; }

    /// <summary>True when <see cref="Description"/> is Markdown.</summary>
    public bool EnableDescriptionMarkdown { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>The value; throws <see cref="MissingParameterValueException"/> when there is none.</summary>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(_value.Value);

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(cancellationToken);
}
