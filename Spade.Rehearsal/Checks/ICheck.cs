using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks;

/// <summary>A check of a history. It keeps no state.</summary>
internal interface ICheck
{
    /// <summary>Its name, which certificates and options use and which does not change: <c>lost-documents</c>.</summary>
    string Name { get; }

    /// <summary>What holds when it passes, in a sentence.</summary>
    string Sentence { get; }

    Examination Examine(RunFacts facts, CheckOptions options);
}
