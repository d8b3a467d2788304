using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Documents;
using Spade.Worker.Ocr;
using Spade.Worker.Ocr.Pages;
using Spade.Worker.Ocr.Pdf;
using Spade.Worker.Ocr.Tools;
using Spade.Worker.Recognition;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers recognition.</summary>
internal static class OcrServiceCollection
{
    /// <summary>Adds the engine. Register it before the queue: leftovers go before the first job comes.</summary>
    public static IServiceCollection AddOcr(this IServiceCollection services)
    {
        services.AddOptions<OcrOptions>().BindConfiguration(OcrOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OcrOptions>, OcrOptions.Validator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddDocumentLimits();
        services.AddMetrics();
        services.AddTools();
        services.AddSingleton<PdfPageTree>();
        services.AddSingleton<PdfInspector>();
        services.AddSingleton<PdfRasterizer>();
        services.AddSingleton<DocumentOpener>();
        services.AddSingleton<PageRecognizer>();
        services.AddSingleton<OcrPrerequisites>();
        services.AddHostedService<OcrStartup>();
        return services;
    }

    /// <summary>Adds the handler of documents, and how many of them this worker opens at once.</summary>
    public static JobsBuilder AddRecognition(this JobsBuilder jobs, IServiceCollection services, OcrOptions options)
    {
        services.AddSingleton<PageStep>();
        return jobs.AddHandler<RecognizeDocument, RecognizeDocumentHandler>(
            RecognizeDocument.Queue, handler => handler.Concurrency = options.DocumentsAtOnce);
    }

    private static void AddTools(this IServiceCollection services)
    {
        services.AddSingleton(_ => new Toolchain(Environment.GetEnvironmentVariable("PATH") ?? ""));
        services.AddSingleton<ToolRunner>();
        services.AddSingleton<OrphanedTools>();
        services.AddSingleton<WorkFolders>();
        services.AddSingleton<PageSlots>();
        services.AddSingleton<OcrTelemetry>();
    }
}
