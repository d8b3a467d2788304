using Spade.Worker.Configuration;
using Spade.Worker.Folders;

namespace Spade.Worker.Pdf;

/// <summary>How much processor time the inspection of a document may take. A large document may take long; a small one that takes long was
/// made to (forms that draw one another ten times each, ten levels deep), and other documents would wait for it.</summary>
internal static class InspectionBudget
{
    private const long BytesPerSecond = 1024 * 1024;

    /// <summary>The budget of the document in the folder.</summary>
    public static TimeSpan For(WorkFolder folder, OcrOptions options) =>
        options.InspectionProcessorLimit + TimeSpan.FromSeconds(new FileInfo(folder.Document).Length / BytesPerSecond);
}
