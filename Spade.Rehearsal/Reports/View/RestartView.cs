using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Reports.View;

/// <summary>Writes the restart view: one HTML file for people, which opens without a network.</summary>
internal static class RestartView
{
    public static async Task<string> HtmlAsync(HistoryFile history, Judgement judgement)
    {
        // Components are public classes, whose parameters cannot be of internal types; what is injected can.
        await using var services = new ServiceCollection().AddSingleton(new ViewModel(history, judgement)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<RestartPage>();
            return page.ToHtmlString();
        });
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, HistoryFile history, Judgement judgement, CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(path, await HtmlAsync(history, judgement), cancellationToken);
}
