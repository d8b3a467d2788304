using System.Globalization;
using Spade.Worker.Folders;

namespace Spade.Worker.Pdf;

/// <summary>Small drawings of consecutive pages, made by <c>pdftoppm</c>.</summary>
internal static class SmallDrawing
{
    /// <summary>The arguments that draw these pages.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="plans">The pages: consecutive, all with their visible area or all without.</param>
    /// <param name="side">Pixels of the longer side.</param>
    /// <param name="prefix">How the files' names begin.</param>
    public static string[] Arguments(string pdf, IReadOnlyList<PagePlan> plans, int side, string prefix) =>
    [
        .. plans[0].Size.IsWhole ? (string[])[] : ["-cropbox"],
        "-gray", "-scale-to", Text(side), "-f", Text(plans[0].Page), "-l", Text(plans[^1].Page), pdf, prefix,
    ];

    /// <summary>Reads the drawing of a page and removes its file.</summary>
    /// <returns>Null when there is none.</returns>
    public static GrayPicture? TryTake(WorkFolder folder, string prefix, int page, int side)
    {
        var path = PageFiles.Find(folder, $"{prefix}-*.pgm", page);
        if (path is null)
            return null;
        var picture = GrayPicture.TryRead(path, (side + 1) * (side + 1));
        File.Delete(path);
        return picture;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
