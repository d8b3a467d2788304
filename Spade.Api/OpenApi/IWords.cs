namespace Spade.Api.OpenApi;

/// <summary>The words that a text may be.</summary>
internal interface IWords
{
    /// <summary>Every word.</summary>
    static abstract IReadOnlyCollection<string> All { get; }
}
