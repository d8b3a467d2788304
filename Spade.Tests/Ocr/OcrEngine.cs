using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Spade.Documents.Content;
using Spade.Worker;
using Spade.Worker.Engine;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Processes;
using Spade.Worker.Recognition;

namespace Spade.Tests.Ocr;

/// <summary>The worker's engine with the real programs, and no queue or database around it.</summary>
internal sealed class OcrEngine : IDisposable
{
    /// <summary>The resolution of the scans that the tests make: drawn any finer, their few words would take four times as long.</summary>
    private const int Dpi = 150;

    private readonly ServiceProvider _services;

    /// <param name="pathPrefix">A folder to look for programs in first.</param>
    public OcrEngine(string? pathPrefix = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddOcr();
        services.Replace(ServiceDescriptor.Singleton(new Toolchain($"{pathPrefix}:{Environment.GetEnvironmentVariable("PATH")}")));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Takes a document through inspection and recognition, page after page.</summary>
    /// <returns>The text of each page, without blanks around it.</returns>
    /// <exception cref="RecognitionException">It is refused, with the reason.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(byte[] document, string? pages = null)
    {
        using var folder = _services.GetRequiredService<WorkFolders>().Create(Guid.NewGuid());
        await File.WriteAllBytesAsync(folder.Document, document);
        var source = new DocumentSource("test", "judged by content", document.Length, "eng", pages, Dpi);
        var opened = await _services.GetRequiredService<DocumentOpener>().OpenAsync(source, folder, CancellationToken.None);
        List<string> texts = [];
        await foreach (var image in opened.ReadAsync(opened.Pages, CancellationToken.None))
        {
            using (image)
                texts.Add((await _services.GetRequiredService<PageRecognizer>().RecognizeAsync(image, "eng", folder, CancellationToken.None)).Text.Trim());
        }

        return texts;
    }

    /// <summary>Reads a document that must be refused.</summary>
    public async Task<RecognitionException> RefusalAsync(byte[] document, string? pages = null) =>
        await Assert.ThrowsAsync<RecognitionException>(() => ReadAsync(document, pages));

    public void Dispose() => _services.Dispose();
}
