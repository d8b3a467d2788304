namespace Spade.Hosting;

/// <summary>How the database gets its schema when the services do not apply it themselves: one service's program runs once.</summary>
/// <param name="Arguments">Arguments that make the service's program apply the migrations and exit, such as <c>migrate</c>.</param>
public sealed record MigrationAnnotation(IReadOnlyList<string> Arguments) : IResourceAnnotation;
