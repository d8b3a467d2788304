using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Spade.Documents.Content;
using Spade.Documents.Languages;
using Spade.Worker;
using Spade.Worker.Engine;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Languages;
using Spade.Worker.Processes;
using Spade.Worker.Recognition;

namespace Spade.Tests.Ocr;

/// <summary>The worker's engine without a queue or database around it.</summary>
internal sealed class OcrEngine : IDisposable
{
    /// <summary>The resolution of <see cref="PdfBytes"/>, whose pages take a quarter of the time that they take at the service's
    /// default.</summary>
    private const int Dpi = 150;

    private readonly ServiceProvider _services;

    /// <param name="programs">Programs to use in place of the real ones.</param>
    /// <param name="time">The clock of time limits; the real one by default.</param>
    /// <param name="limits">Limits of child processes in place of those that follow from the options.</param>
    /// <param name="settings">Configuration, such as <c>Ocr:ChildMemory</c>.</param>
    public OcrEngine(
        FakePrograms? programs = null, TimeProvider? time = null, ToolLimits? limits = null, Dictionary<string, string?>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddOptions<LanguageOptions>().BindConfiguration(LanguageOptions.Section);
        services.AddOcr();
        services.Replace(ServiceDescriptor.Singleton(new Toolchain($"{programs?.Folder}:{Environment.GetEnvironmentVariable("PATH")}")));
        if (limits is not null)
            services.Replace(ServiceDescriptor.Singleton(limits));
        _services = services.BuildServiceProvider();
        Get<InstalledLanguages>().Learn(["eng", InstalledLanguages.Orientation]);
    }

    /// <summary>A part of the engine.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Takes a document through inspection and recognition, page after page.</summary>
    /// <returns>The text of each page, without white space around it.</returns>
    /// <exception cref="RecognitionException">It is rejected or cannot be recognised, with the reason.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(
        byte[] document, string? pages = null, int dpi = Dpi, string language = "eng", CancellationToken cancellationToken = default)
    {
        using var folder = Get<WorkFolders>().Create(Guid.NewGuid());
        var opened = await OpenAsync(folder, document, pages, dpi, language, cancellationToken);
        List<string> texts = [];
        await foreach (var image in opened.ReadAsync(opened.Pages, cancellationToken))
        {
            if (image.Problem is { } problem)
                throw problem;
            using (image)
                texts.Add((await Get<PageRecognizer>().RecognizeAsync(image, language, folder, cancellationToken)).Text.Trim());
        }

        return texts;
    }

    /// <summary>What Tesseract would be given: each page with its file's content.</summary>
    public async Task<IReadOnlyList<(PageImage Page, byte[] Pgm)>> ImagesAsync(byte[] document, string? pages = null, int dpi = Dpi)
    {
        using var folder = Get<WorkFolders>().Create(Guid.NewGuid());
        var opened = await OpenAsync(folder, document, pages, dpi, "eng", CancellationToken.None);
        List<(PageImage, byte[])> images = [];
        await foreach (var image in opened.ReadAsync(opened.Pages, CancellationToken.None))
        {
            using (image)
                images.Add((image, image.Problem is null ? await File.ReadAllBytesAsync(image.Path) : []));
        }

        return images;
    }

    /// <summary>Reads a document that must fail.</summary>
    public async Task<RecognitionException> ProblemAsync(
        byte[] document, string? pages = null, int dpi = Dpi, string language = "eng") =>
        await Assert.ThrowsAsync<RecognitionException>(() => ReadAsync(document, pages, dpi, language));

    public void Dispose() => _services.Dispose();

    private async Task<OpenDocument> OpenAsync(
        WorkFolder folder, byte[] document, string? pages, int dpi, string language, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(folder.Document, document, cancellationToken);
        var source = new DocumentSource("test", "judged by content", document.Length, language, pages, dpi);
        return await Get<DocumentOpener>().OpenAsync(source, folder, cancellationToken);
    }
}
