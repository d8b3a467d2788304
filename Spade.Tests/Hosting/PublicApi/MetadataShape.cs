namespace Spade.Tests.Hosting.PublicApi;

/// <summary>A type that users of an assembly can name.</summary>
/// <param name="Name">With its namespace.</param>
/// <param name="Kind">Class, interface and so on, with the constraints of its type parameters.</param>
/// <param name="Parents">Base type and interfaces, as far as its declaration names them.</param>
/// <param name="Members">What it declares, a line each.</param>
internal sealed record MetadataShape(string Name, string Kind, IReadOnlyList<string> Parents, IReadOnlySet<string> Members);
