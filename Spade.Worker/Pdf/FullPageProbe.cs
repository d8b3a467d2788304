using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Finds out which pages show one image from edge to edge and nothing else, and how they turn it.</summary>
/// <remarks>In a copy of the document, every image that may be a whole page is replaced by a test picture: a ring around four fields of
/// different grays. Such a page is drawn as the test picture, upright or turned by a right angle. Any other mark on the page, whatever
/// draws it, is seen in the drawing, and so are a clip, a frame, a mirrored image, and one that is moved or stretched. Text that is not
/// visible is not seen. The drawing is cheap, because no image of the document is decoded.</remarks>
internal sealed class FullPageProbe(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    private const int Cells = 10;
    private const byte Ring = 0x20;

    // The longer side of the drawings, in pixels: 51 dpi for A4. Small print is a blur there, but far from the gray around it.
    private const int Side = 600;

    // Of 255 grays; the fields differ by 40. Noise there is none.
    private const int Tolerance = 12;

    private static readonly byte[] Fields = [0x58, 0x80, 0xA8, 0xD0];
    private static readonly GrayPicture TestPicture = MakeTestPicture();

    /// <summary>Makes the copy.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="images">References of the images to replace.</param>
    /// <param name="folder">Where the copy goes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null when the document cannot be copied; then its pages are drawn.</returns>
    public async Task<string?> TryCopyAsync(
        string pdf, IEnumerable<string> images, WorkFolder folder, CancellationToken cancellationToken)
    {
        var (changes, copy) = (folder.File("probe.json"), folder.File("probe.pdf"));
        await PdfChanges.WriteAsync(changes, images.Distinct().Select(image => (image, TestImage())), cancellationToken);
        string[] arguments = ["--decrypt", "--stream-data=preserve", $"--update-from-json={changes}", pdf, copy];
        using var slot = await slots.AcquireAsync(folder, cancellationToken);
        var exit = await runner.RunAsync(Command(tools.Qpdf, folder, arguments), cancellationToken);
        return exit.End switch
        {
            ToolEnd.Stopped => throw RecognitionErrors.Stopped(),
            ToolEnd.Succeeded => copy,
            _ => null,
        };
    }

    /// <summary>Draws consecutive pages of the copy and judges them.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="plans">The pages.</param>
    /// <param name="folder">Where the drawings go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The turn of each page that is its image: by how many degrees clockwise the page shows it turned.</returns>
    public async Task<IReadOnlyDictionary<int, int>> FindAsync(
        string copy, IReadOnlyList<PagePlan> plans, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var slot = await slots.AcquireAsync(folder, cancellationToken);
        var drawing = SmallDrawing.Arguments(copy, plans, Side, folder.File("probe"));
        var exit = await runner.RunAsync(Command(tools.PdfToPpm, folder, drawing), cancellationToken);
        if (exit.End == ToolEnd.Stopped)
            throw RecognitionErrors.Stopped();
        var turns = new Dictionary<int, int>();
        foreach (var plan in plans)
        {
            if (SmallDrawing.TryTake(folder, "probe", plan.Page, Side) is { } picture && TurnOf(picture) is { } turn)
                turns[plan.Page] = turn;
        }

        return turns;
    }

    private static int? TurnOf(GrayPicture drawn)
    {
        foreach (var turn in (int[])[0, 90, 180, 270])
        {
            if (TestPicture.Turned(turn).Stretched(drawn.Width, drawn.Height).Agrees(drawn, Tolerance, share: 0))
                return turn;
        }

        return null;
    }

    // A page is drawn in milliseconds here. One that takes long was made to.
    private ToolCommand Command(string program, WorkFolder folder, string[] arguments) =>
        new(program, folder.Path, options.Value.InspectionTimeLimit, arguments)
        {
            ProcessorLimit = InspectionBudget.For(folder, options.Value),
        };

    private static string TestImage() => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"stream":{"dict":{"/Type":"/XObject","/Subtype":"/Image","/Width":{{{Cells}}},"/Height":{{{Cells}}},"/BitsPerComponent":8,
        "/ColorSpace":"/DeviceGray"},"data":"{{{Convert.ToBase64String(TestPicture.Pixels)}}}"}}
        """);

    private static GrayPicture MakeTestPicture()
    {
        var pixels = new byte[Cells * Cells];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Cells, i / Cells);
            var isRing = x is 0 or Cells - 1 || y is 0 or Cells - 1;
            pixels[i] = isRing ? Ring : Fields[(y < Cells / 2 ? 0 : 2) + (x < Cells / 2 ? 0 : 1)];
        }

        return new GrayPicture(Cells, Cells, pixels);
    }
}
