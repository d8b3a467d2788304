namespace Spade.Worker.Pixels;

/// <summary>The pixels of a long row that one pixel of a shorter row stands for. The first and the last may belong to it in part.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Last">Index of the last.</param>
/// <param name="FirstWeight">How much of the first, of <see cref="Whole"/>.</param>
/// <param name="LastWeight">How much of the last; 0 when it is the first.</param>
internal readonly record struct AreaSpan(int First, int Last, int FirstWeight, int LastWeight)
{
    /// <summary>The weight of a whole pixel.</summary>
    public const int Whole = 256;

    /// <summary>How many pixels.</summary>
    public int Count => Last - First + 1;

    /// <summary>All weights together.</summary>
    public int Total => First == Last ? FirstWeight : FirstWeight + LastWeight + (Last - First - 1) * Whole;

    /// <summary>Divides a row among the pixels of a row that is not longer.</summary>
    public static AreaSpan[] Divide(int length, int parts)
    {
        var spans = new AreaSpan[parts];
        for (var i = 0; i < parts; i++)
        {
            var (start, end) = ((long)i * length * Whole / parts, (long)(i + 1) * length * Whole / parts);
            var (first, last) = ((int)(start / Whole), (int)((end - 1) / Whole));
            spans[i] = first == last
                ? new AreaSpan(first, last, (int)(end - start), 0)
                : new AreaSpan(first, last, (int)((first + 1L) * Whole - start), (int)(end - (long)last * Whole));
        }

        return spans;
    }

    /// <summary>The weight of one of its pixels.</summary>
    public int WeightOf(int index) => index == First ? FirstWeight : index == Last ? LastWeight : Whole;
}
