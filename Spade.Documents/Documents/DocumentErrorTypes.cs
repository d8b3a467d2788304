namespace Spade.Documents.Documents;

/// <summary>Every <c>error.type</c> that a document or a page may have. A contract with clients: meanings never change.</summary>
public static class DocumentErrorTypes
{
    /// <summary>The types, with their meanings.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["corrupt"] = "The file, or a page of it, is damaged.",
        ["password-required"] = "The PDF opens only with a password.",
        ["no-pages"] = "The file has no pages.",
        ["page-out-of-range"] = "A page was asked for that the document does not have.",
        ["too-many-pages"] = "The document has more pages than are accepted.",
        ["too-many-pixels"] = "A page has more pixels than are accepted.",
        ["no-page-read"] = "No page of the document could be read, for different reasons.",
        ["no-text-layer"] = "The page has no text of its own, and only that was asked for.",
        ["language-unavailable"] = "The language is not offered any more.",
        ["inspection-timeout"] = "Reading the file's structure took too long.",
        ["inspection-crashed"] = "A program broke down on the file's structure.",
        ["page-timeout"] = "Recognition of a page took too long.",
        ["page-crashed"] = "Recognition of a page broke down.",
        ["worker-storage"] = "The worker could not keep its temporary files.",
        ["stopped"] = "Recognition was stopped from outside each time.",
        ["poison"] = "Several processes in a row died while they worked on the document.",
        ["timeout"] = "A run took longer than it may.",
        ["exception"] = "A fault in the service.",
        ["no-outcome"] = "A fault in the service: a run ended without an outcome.",
        ["unknown"] = "A fault in the service: a run failed without saying why.",
        ["result-refused"] = "The result could not be stored.",
        ["payload-invalid"] = "The job was made by another version and cannot be read.",
        ["unrecorded"] = "The job ended, and the reason is no longer known.",
    };
}
