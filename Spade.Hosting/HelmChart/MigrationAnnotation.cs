using Aspire.Hosting.ApplicationModel;

namespace Spade.Hosting;

/// <summary>How a database gets its schema when the services do not apply it themselves: a run of one service's program that ends.</summary>
/// <param name="Program">The service whose program it is.</param>
/// <param name="Arguments">Arguments that make it apply the migrations and exit, such as <c>migrate</c>.</param>
/// <param name="StartupSwitch">Variable that says whether services apply migrations when they start, such as <c>Migrations__ApplyAtStartup</c>.</param>
/// <param name="DirectConnectionSwitch">Variable that names the connection string for sessions that no pooler may share, such as <c>Jobs__ConnectionName</c>.</param>
public sealed record MigrationAnnotation(IResource Program, IReadOnlyList<string> Arguments, string StartupSwitch, string DirectConnectionSwitch)
    : IResourceAnnotation;
