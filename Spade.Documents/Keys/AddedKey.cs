namespace Spade.Documents.Keys;

/// <summary>A key that was added.</summary>
/// <param name="Text">The whole key. It exists here only: show it once and forget it.</param>
/// <param name="Key">What is stored of it.</param>
public sealed record AddedKey(KeyText Text, KeyDetails Key);
