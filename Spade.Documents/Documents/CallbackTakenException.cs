namespace Spade.Documents.Documents;

/// <summary>The document has not ended, and an earlier upload of it named another callback. Nothing was changed.</summary>
public sealed class CallbackTakenException() : Exception("The document has another callback already.");
