using Microsoft.Playwright;

namespace Spade.Tests.Site;

/// <summary>A window with the page, and every error that its scripts reported.</summary>
public sealed class SitePage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    internal SitePage(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // Failed requests are in the console, too; tests make them on purpose.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _errors.Add(message.Text);
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public ILocator Part(string name) => Page.Locator($"[data-{name}]");

    public ILocator Row(string name) => Page.Locator("[data-documents] .row", new() { HasText = name });

    /// <summary>Drops a file onto the window, as a file manager does.</summary>
    public async Task DropAsync(params (string Name, byte[] Content)[] files)
    {
        var transfer = await Page.EvaluateHandleAsync(
            """
            (files) => {
              const transfer = new DataTransfer();
              for (const { name, base64 } of files) {
                const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
                transfer.items.add(new File([bytes], name));
              }
              return transfer;
            }
            """,
            files.Select(file => new { name = file.Name, base64 = Convert.ToBase64String(file.Content) }));
        await Page.DispatchEventAsync("[data-drop]", "dragenter", new { dataTransfer = transfer });
        await Page.DispatchEventAsync("[data-drop]", "drop", new { dataTransfer = transfer });
    }

    /// <summary>The id in the page's address.</summary>
    public string DocumentId => System.Web.HttpUtility.ParseQueryString(new Uri(Page.Url).Query)["document"]
        ?? throw new InvalidOperationException($"{Page.Url} names no document.");

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Assert.Empty(_errors);
    }
}
