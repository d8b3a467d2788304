namespace Spade.AppHost.Operations;

/// <summary>How much a worker takes on at once.</summary>
internal static class OcrSlotsExtensions
{
    /// <summary>In a cluster, has a worker recognise this many pages and hold this many documents at once. On its own a worker goes by the
    /// cores that it sees, which without a CPU limit are the node's: on a large one it would outgrow the memory, the temporary space and
    /// the connections of its pod. On this machine it goes by the cores.</summary>
    public static IResourceBuilder<ProjectResource> WithOcrSlots(this IResourceBuilder<ProjectResource> worker, int pages, int documents) =>
        worker.WithEnvironment(context =>
        {
            if (!context.ExecutionContext.IsPublishMode)
                return;
            context.EnvironmentVariables["Ocr__PagesAtOnce"] = pages.ToString(System.Globalization.CultureInfo.InvariantCulture);
            context.EnvironmentVariables["Ocr__DocumentsAtOnce"] = documents.ToString(System.Globalization.CultureInfo.InvariantCulture);
        });
}
