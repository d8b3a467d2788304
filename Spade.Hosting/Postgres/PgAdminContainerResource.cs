using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Postgres;

/// <summary>pgAdmin, a web page that shows what is in PostgreSQL.</summary>
/// <param name="name">Name.</param>
public sealed class PgAdminContainerResource(string name) : ContainerResource(name);
