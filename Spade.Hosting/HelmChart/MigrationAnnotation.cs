namespace Spade.Hosting;

/// <summary>The command that migrates the database when the services do not do it themselves; it runs once, before them.</summary>
/// <param name="Arguments">Arguments that make the service's program apply the migrations and exit, such as <c>migrate</c>.</param>
public sealed record MigrationAnnotation(IReadOnlyList<string> Arguments) : IResourceAnnotation;
