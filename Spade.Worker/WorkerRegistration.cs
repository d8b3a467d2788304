using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Jobs;
using Spade.Worker.Configuration;
using Spade.Worker.Engine;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Languages;
using Spade.Worker.Pdf;
using Spade.Worker.Processes;
using Spade.Worker.Recognition;
using Spade.Worker.SearchablePdf;
using Spade.Worker.Startup;

namespace Spade.Worker;

/// <summary>Registers recognition.</summary>
internal static class WorkerRegistration
{
    /// <summary>Adds the engine. Register it before the queue, so that leftovers are removed before the first job starts.</summary>
    public static IServiceCollection AddOcr(this IServiceCollection services)
    {
        services.AddOptions<OcrOptions>().BindConfiguration(OcrOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OcrOptions>, OcrOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddDocumentLimits();
        services.AddMetrics();
        services.AddTools();
        services.AddPdf();
        services.AddSingleton<ImageConverter>();
        services.AddSingleton<DocumentOpener>();
        services.AddSearchablePdf();
        services.AddSingleton<TesseractPool>();
        services.AddSingleton<TesseractProgram>();
        services.AddSingleton<OrientationSearch>();
        services.AddSingleton<PageRecognizer>();
        services.AddSingleton<InstalledLanguages>();
        services.AddSingleton<OcrPrerequisites>();
        services.AddHostedService<OcrStartup>();
        return services;
    }

    /// <summary>Adds the handler of documents, how many of them this worker opens at once, and what it tells the API.</summary>
    public static JobsBuilder AddRecognition(this JobsBuilder jobs, OcrOptions options)
    {
        jobs.Services.AddSingleton<PageStep>();
        jobs.Services.AddSingleton<SearchablePdfStep>();
        jobs.Services.AddHostedService<LanguagePublication>();
        return jobs.AddHandler<RecognizeDocument, RecognizeDocumentHandler>(RecognizeDocument.Queue, handler =>
        {
            handler.Concurrency = options.DocumentsAtOnce;
            handler.Turn = options.Turn;
        });
    }

    private static void AddPdf(this IServiceCollection services)
    {
        services.AddSingleton<PdfPageTree>();
        services.AddSingleton<PdfInspector>();
        services.AddSingleton<PagePlanner>();
        services.AddSingleton<PdfRasterizer>();
        services.AddSingleton<FullPageProbe>();
        services.AddSingleton<PageExtractor>();
        services.AddSingleton<OwnTextReader>();
        services.AddSingleton<OwnTextSample>();
        services.AddSingleton<OwnText>();
        services.AddSingleton<PdfPageReader>();
    }

    private static void AddTools(this IServiceCollection services)
    {
        services.AddSingleton(_ => new Toolchain(Environment.GetEnvironmentVariable("PATH") ?? ""));
        services.AddSingleton(provider => LimitsOf(
            provider.GetRequiredService<IOptions<OcrOptions>>().Value, provider.GetRequiredService<IOptions<DocumentLimits>>().Value));
        services.AddSingleton<ToolStarter>();
        services.AddSingleton<ToolRunner>();
        services.AddSingleton<OrphanedProcesses>();
        services.AddSingleton<WorkFolders>();
        services.AddSingleton<ProcessSlots>();
        services.AddSingleton<OcrTelemetry>();
        services.AddSingleton<DocumentTimes>();
    }

    private static ToolLimits LimitsOf(OcrOptions options, DocumentLimits limits) =>
        ToolLimits.For(limits.MaxPixelsPerPage, options.PagesAtOnce, options.ChildMemory);
}
