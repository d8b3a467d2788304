using Microsoft.Playwright;

namespace Spade.Tests.Site;

/// <summary>The machine's Chromium, started once for all tests.</summary>
internal static class Browser
{
    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    /// <summary>A window of its own, with storage of its own.</summary>
    public static async Task<IBrowserContext> NewContextAsync(
        Uri address, int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false)
    {
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Permissions = ["clipboard-read", "clipboard-write"],
            BypassCSP = bypassPolicy,
            Locale = "en-GB",
        });
        // A busy machine of two cores.
        context.SetDefaultTimeout(90_000);
        return context;
    }

    private static async Task<IBrowser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(90_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindProgram(),
            // Chromium's sandbox does not start as root, as in continuous integration; these tests open no foreign pages.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    private static string FindProgram() =>
        (from folder in Environment.GetEnvironmentVariable("PATH")!.Split(':')
         from name in new[] { "chromium", "google-chrome" }
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault()
        ?? throw new InvalidOperationException("The tests of the page need Chromium. Install it: apt-get install chromium");
}
