using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;

namespace Spade.Tests.Ocr;

public sealed class OcrOptionsTests
{
    [Theory]
    [InlineData("PagesAtOnce", "0", "must be between 1 and 2147483647.")]
    [InlineData("DocumentsAtOnce", "-1", "must be between 1 and 2147483647.")]
    [InlineData("PageTimeLimit", "00:00:00.5", "must be between 00:00:01 and 1.00:00:00.")]
    [InlineData("InspectionTimeLimit", "00:00:00", "must be between 00:00:01 and 1.00:00:00.")]
    [InlineData("InspectionProcessorLimit", "-00:00:01", "must be between 00:00:01 and 1.00:00:00.")]
    [InlineData("ChildMemory", "268435455", "must be between 268435456 and 1099511627776.")]
    [InlineData("TempFolder", " ", "field is required.")]
    public void A_setting_out_of_bounds_is_named_with_its_bounds(string name, string value, string bounds)
    {
        using var engine = new OcrEngine(settings: new() { [$"Ocr:{name}"] = value });
        var exception = Assert.Throws<OptionsValidationException>(() => engine.Get<IOptions<OcrOptions>>().Value);
        var message = Assert.Single(exception.Failures);
        Assert.Contains($"OcrOptions.{name} ", message, StringComparison.Ordinal);
        Assert.EndsWith(bounds, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_within_their_bounds()
    {
        using var engine = new OcrEngine();
        Assert.Equal(TimeSpan.FromSeconds(100), engine.Get<IOptions<OcrOptions>>().Value.PageTimeLimit);
    }
}
