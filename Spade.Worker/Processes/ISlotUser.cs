namespace Spade.Worker.Processes;

/// <summary>What takes turns at the <see cref="ProcessSlots"/>, compared by reference: the folder of a document's run.</summary>
internal interface ISlotUser
{
    /// <summary>The group of the document's job; empty for none.</summary>
    string Group { get; }
}
