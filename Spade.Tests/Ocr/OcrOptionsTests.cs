using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;

namespace Spade.Tests.Ocr;

public sealed class OcrOptionsTests
{
    [Theory]
    [InlineData("PagesAtOnce", "0", "Ocr:PagesAtOnce is 0; it must be at least 1.")]
    [InlineData("DocumentsAtOnce", "-1", "Ocr:DocumentsAtOnce is -1; it must be at least 1.")]
    [InlineData("PageTimeLimit", "00:00:00.5", "is 00:00:00.5000000; it must be at least 00:00:01 and at most 1.00:00:00.")]
    [InlineData("InspectionTimeLimit", "00:00:00", "it must be at least 00:00:01 and at most 1.00:00:00.")]
    [InlineData("InspectionProcessorLimit", "-00:00:01", "it must be at least 00:00:01 and at most 1.00:00:00.")]
    [InlineData("ChildMemory", "268435455", "Ocr:ChildMemory is 268435455; it must be at least 268435456 and at most 1099511627776.")]
    [InlineData("TempFolder", " ", "Ocr:TempFolder is empty; name a folder, or leave the setting out.")]
    public void A_setting_out_of_bounds_is_named_with_its_value_and_its_bounds(string name, string value, string bounds)
    {
        using var engine = new OcrEngine(settings: new() { [$"Ocr:{name}"] = value });
        var exception = Assert.Throws<OptionsValidationException>(() => engine.Get<IOptions<OcrOptions>>().Value);
        var message = Assert.Single(exception.Failures);
        Assert.Contains($"Ocr:{name} is ", message, StringComparison.Ordinal);
        Assert.EndsWith(bounds, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_within_their_bounds()
    {
        using var engine = new OcrEngine();
        Assert.Equal(TimeSpan.FromSeconds(100), engine.Get<IOptions<OcrOptions>>().Value.PageTimeLimit);
    }
}
