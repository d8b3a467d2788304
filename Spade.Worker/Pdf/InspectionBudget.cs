using Spade.Worker.Configuration;
using Spade.Worker.Folders;

namespace Spade.Worker.Pdf;

/// <summary>How much processor time a document's inspection may take: the more, the more of it there is. What is large may take long; what is
/// small and takes long is made to (drawings that call one another ten times each, ten levels deep), and others would wait for it.</summary>
internal static class InspectionBudget
{
    private const long BytesPerSecond = 1024 * 1024;

    public static TimeSpan For(WorkFolder folder, OcrOptions options) =>
        options.InspectionProcessorLimit + TimeSpan.FromSeconds(new FileInfo(folder.Document).Length / BytesPerSecond);
}
