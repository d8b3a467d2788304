using Spade.Documents.Inspection;

namespace Spade.Worker.Images;

/// <summary>An image file that has passed inspection.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Pages">All its pages, in order.</param>
internal sealed record ImageFile(string Path, ImageKind Kind, IReadOnlyList<ImagePage> Pages);
