using System.Diagnostics.CodeAnalysis;
using Spade.Worker.Processes;

namespace Spade.Worker.Engine;

/// <summary>What a Tesseract that is kept open did with a page.</summary>
/// <param name="Exit">How it went: a process that goes on has succeeded.</param>
/// <param name="Table">The rows of its <c>tsv</c> output; null when the process ended before the last one.</param>
/// <param name="HasStarted">True when the process had read its data and begun its output: before it looks at its first image.</param>
internal sealed record TesseractAnswer(ToolExit Exit, string? Table, bool HasStarted)
{
    /// <summary>True when the table can be relied on. Without memory for a copy of the image Tesseract may go on with an empty
    /// page.</summary>
    [MemberNotNullWhen(true, nameof(Table))]
    public bool IsGood => Table is not null && !ToolFailure.LackedMemory(Exit);
}
