using System.Globalization;
using System.Text;

namespace Spade.Rehearsal.Load.Requests;

/// <summary>Reads server-sent events of a document and checks that none is missing and none comes twice: their ids count up from
/// 1.</summary>
/// <param name="last">Id of the last event that came before this stream; 0 for none.</param>
internal sealed class EventParser(long last)
{
    private static readonly string[] Ends = ["\"completed\"", "\"failed\"", "\"cancelled\""];

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();

    /// <summary>Id of the last event so far.</summary>
    internal long Last { get; private set; } = last;

    /// <summary>Whether the event came that ends the document.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>What is wrong with the events; null when nothing is.</summary>
    internal string? Complaint { get; private set; }

    /// <summary>Takes a part of the stream.</summary>
    internal void Read(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, characters, flush: false);
        _text.Append(characters);
        while (_text.ToString() is var text && text.IndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end)
        {
            Take(text[..end].Split('\n'));
            _text.Remove(0, end + 2);
        }
    }

    private void Take(string[] lines)
    {
        if (Field(lines, "id") is { } id)
            Check(id);
        if (Field(lines, "event") == "status" && Field(lines, "data") is { } data)
            HasEnded |= Ends.Any(end => data.Contains(end, StringComparison.Ordinal));
    }

    private void Check(string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            Complaint ??= $"The id of an event is '{id}', which is no number.";
        else if (number <= Last)
            Complaint ??= string.Create(CultureInfo.InvariantCulture, $"Event {number} came again after {Last}.");
        else if (number > Last + 1)
            Complaint ??= string.Create(CultureInfo.InvariantCulture, $"Event {Last + 1} is missing: {number} came after {Last}.");
        Last = number > Last ? number : Last;
    }

    private static string? Field(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))?[(name.Length + 2)..];
}
