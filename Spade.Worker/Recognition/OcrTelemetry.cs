using System.Diagnostics;
using System.Diagnostics.Metrics;
using Spade.Documents.Documents;

namespace Spade.Worker.Recognition;

/// <summary>The spans and metrics of recognition: one span per page.</summary>
internal sealed class OcrTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Spade.Ocr";

    private static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _pages;
    private readonly Counter<long> _repeated;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public OcrTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _pages = meter.CreateCounter<long>("spade.ocr.pages", "{page}", "Pages whose recognition ended, by outcome.");
        _repeated = meter.CreateCounter<long>("spade.ocr.pages.repeated", "{page}", "Pages begun again, after a crash or a failure.");
        _active = meter.CreateUpDownCounter<long>("spade.ocr.pages.active", "{page}", "Pages being recognised now.");
        _duration = meter.CreateHistogram<double>(
            "spade.ocr.page.duration", "s", "Time to recognise one page.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 100] });
    }

    /// <summary>Starts the span of a page; null when none is listened to.</summary>
    public static Activity? StartPage(string documentId, int page) =>
        Source.StartActivity("recognize page")?.SetTag(DocumentsTelemetry.DocumentId, documentId).SetTag("spade.page.number", page);

    /// <summary>Counts a page that is begun.</summary>
    /// <param name="timesBegun">How often it has been begun, this time included.</param>
    public void PageStarted(int timesBegun)
    {
        _active.Add(1);
        // From zero: Prometheus' increase() does not see a series that begins with 1.
        _repeated.Add(timesBegun > 1 ? 1 : 0);
    }

    /// <summary>Counts a page that has ended.</summary>
    /// <param name="outcome"><c>recognized</c>, <c>failed</c> or <c>interrupted</c>.</param>
    /// <param name="duration">How long it took.</param>
    public void PageEnded(string outcome, TimeSpan duration)
    {
        _active.Add(-1);
        var tag = new KeyValuePair<string, object?>("spade.ocr.outcome", outcome);
        _pages.Add(1, tag);
        _duration.Record(duration.TotalSeconds, tag);
    }
}
