namespace Spade.Documents.Schema;

/// <summary>Which process brings the schema up to date. Section <c>Migrations</c>.</summary>
public sealed class MigrationOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Migrations";

    /// <summary>True: this process applies pending migrations when it starts, in turn with the others. False: it waits until another
    /// process has applied them (<c>Spade.Worker migrate</c>, a Kubernetes hook). Default true.</summary>
    public bool ApplyAtStartup { get; set; } = true;
}
