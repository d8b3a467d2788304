namespace Spade.Documents.Schema;

/// <summary>Rows that must be there when the schema is. The process that brings it up to date writes them, at every start.</summary>
public interface ISchemaSeed
{
    /// <summary>Writes what is missing. Several processes may do so at once.</summary>
    /// <exception cref="Spade.Shutdown.StartupException">What the user gave cannot be used.</exception>
    Task WriteAsync(CancellationToken cancellationToken);
}
