namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>A part of a <see cref="Mapping"/> or a <see cref="Sequence"/>.</summary>
internal abstract class Item;
