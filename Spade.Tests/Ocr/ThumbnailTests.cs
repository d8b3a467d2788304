using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

[Collection(BusyEngine.Name)]
public sealed class ThumbnailTests
{
    [Fact]
    public async Task A_tiff_s_thumbnail_is_no_page()
    {
        using var engine = new OcrEngine();
        var text = Assert.Single(await engine.ReadAsync(Inputs.Read("with-thumbnail.tif")));
        Assert.StartsWith("The harbour office opens at nine", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thumbnail_that_comes_first_is_not_read_in_place_of_the_page()
    {
        using var engine = new OcrEngine();
        var text = Assert.Single(await engine.ReadAsync(TiffOrder.Swap(Inputs.Read("with-thumbnail.tif"))));
        Assert.StartsWith("The harbour office opens at nine", text, StringComparison.Ordinal);
    }
}
