using System.Globalization;

namespace Spade.AppHost.Operations;

/// <summary>How many pages and documents a worker processes at once.</summary>
internal static class OcrSlotsExtensions
{
    /// <summary>In a cluster, limits a worker to this many pages and documents at once. By default a worker uses as many as it sees
    /// cores, which without a CPU limit are the node's: on a large node it would exceed the memory, the temporary space and the
    /// connections of its pod. In a local run the default stays.</summary>
    public static IResourceBuilder<ProjectResource> WithOcrSlots(this IResourceBuilder<ProjectResource> worker, int pages, int documents) =>
        worker.WithEnvironment(context =>
        {
            if (!context.ExecutionContext.IsPublishMode)
                return;
            context.EnvironmentVariables["Ocr__PagesAtOnce"] = pages.ToString(CultureInfo.InvariantCulture);
            context.EnvironmentVariables["Ocr__DocumentsAtOnce"] = documents.ToString(CultureInfo.InvariantCulture);
        });
}
