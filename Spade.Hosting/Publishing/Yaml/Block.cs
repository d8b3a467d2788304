namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Items inside <c>{{- if … }}</c>, <c>{{- with … }}</c> or <c>{{- range … }}</c>.</summary>
/// <param name="opening">The opening, without its braces, such as <c>if .Values.ingress.enabled</c>.</param>
/// <param name="items">What is inside.</param>
internal sealed class Block(string opening, params IReadOnlyList<Item> items) : Item
{
    internal string Opening { get; } = opening;

    internal IReadOnlyList<Item> Items { get; } = items;
}
