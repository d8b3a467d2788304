namespace Spade.Api.OpenApi;

/// <summary>Describes a text of a response as one of a few words.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OneOfAttribute : Attribute
{
    /// <summary>The words.</summary>
    public abstract IReadOnlyCollection<string> Words { get; }
}

/// <summary>Describes a text of a response as one of these words.</summary>
internal sealed class OneOfAttribute<TWords> : OneOfAttribute
    where TWords : IWords
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Words => TWords.All;
}
