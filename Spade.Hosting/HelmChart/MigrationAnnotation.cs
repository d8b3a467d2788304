using Aspire.Hosting.ApplicationModel;

namespace Spade.Hosting.HelmChart;

/// <summary>How a database gets its schema when the services do not apply it themselves: a run of one service's program that ends.</summary>
/// <param name="Database">The database.</param>
/// <param name="Arguments">Arguments that make the service's program apply the migrations and exit, such as <c>migrate</c>.</param>
public sealed record MigrationAnnotation(IResource Database, IReadOnlyList<string> Arguments) : IResourceAnnotation;
