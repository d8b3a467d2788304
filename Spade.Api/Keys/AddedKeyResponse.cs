using Spade.Documents.Keys;

namespace Spade.Api.Keys;

/// <summary>A key that was added. The key itself is in no other answer.</summary>
/// <param name="Key">The whole key, for <c>Authorization: Bearer</c>.</param>
/// <param name="Details">What is stored of it.</param>
internal sealed record AddedKeyResponse(string Key, KeyResponse Details)
{
    /// <summary>An example for the API's description.</summary>
    public static AddedKeyResponse Example { get; } =
        new($"{KeyResponse.Example.Prefix}_{new string('x', KeyText.Length - KeyText.PrefixLength - 1)}", KeyResponse.Example);

    public static AddedKeyResponse From(AddedKey added) => new(added.Text.Reveal(), KeyResponse.From(added.Key));
}
