namespace Spade.Jobs.Handlers;

/// <summary>A payload that names the subject of its job. The span and every log line of each run carry that name.</summary>
/// <remarks>Implement it explicitly: a public property would become part of the stored payload.</remarks>
public interface IJobSubject
{
    /// <summary>An attribute and its value, such as <c>spade.document.id</c> and the document's id.</summary>
    KeyValuePair<string, object?> Subject { get; }
}
