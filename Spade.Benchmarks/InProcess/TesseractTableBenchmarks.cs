using System.Text;
using BenchmarkDotNet.Attributes;
using Spade.Worker.Engine;

namespace Spade.Benchmarks.InProcess;

/// <summary>Parsing Tesseract's table for a full page of print, the worker's own work on a page.</summary>
public class TesseractTableBenchmarks
{
    private const int Lines = 45;
    private const int WordsInLine = 12;

    private string _table = "";

    [GlobalSetup]
    public void Prepare()
    {
        var table = new StringBuilder("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n")
            .Append("1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n")
            .Append("2\t1\t1\t0\t0\t0\t240\t300\t2000\t2900\t-1\t\n")
            .Append("3\t1\t1\t1\t0\t0\t240\t300\t2000\t2900\t-1\t\n");
        for (var line = 1; line <= Lines; line++)
        {
            table.Append($"4\t1\t1\t1\t{line}\t0\t240\t{300 + line * 64}\t2000\t48\t-1\t\n");
            for (var word = 1; word <= WordsInLine; word++)
                table.Append($"5\t1\t1\t1\t{line}\t{word}\t{240 + word * 166}\t{300 + line * 64}\t150\t48\t96.{word:00}1234\trecognised\n");
        }
        _table = table.ToString();
    }

    /// <returns>The page's mean confidence.</returns>
    [Benchmark]
    public double Parse() => TesseractTable.Parse(_table, width: 2480, height: 3508).Confidence!.Value;
}
