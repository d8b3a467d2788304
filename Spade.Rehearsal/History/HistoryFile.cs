using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Spade.Rehearsal.History;

/// <summary>A history as it was read from its file.</summary>
/// <param name="Entries">Its entries, in order.</param>
/// <param name="Sha256">SHA-256 of the file, hexadecimal, to be compared with the one in a certificate.</param>
internal sealed record HistoryFile(IReadOnlyList<HistoryEntry> Entries, string Sha256)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file, or fails: a damaged history is not judged.</summary>
    /// <exception cref="InvalidDataException">A line is not an entry, or the file breaks off; the message names the line.</exception>
    public static async Task<HistoryFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        if (bytes.Length == 0)
            throw Damaged(path, 1, "the file is empty");
        var entries = new List<HistoryEntry>();
        for (var begin = 0; begin < bytes.Length;)
        {
            var length = bytes.AsSpan(begin).IndexOf((byte)'\n');
            // The writer ends each line, so that a line without an end was cut while it was written.
            if (length < 0)
                throw Damaged(path, entries.Count + 1, "the file breaks off in this line");
            entries.Add(Parse(path, entries.Count + 1, bytes.AsSpan(begin, length)));
            begin += length + 1;
        }

        return new HistoryFile(entries, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static HistoryEntry Parse(string path, int line, ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<HistoryEntry>(Strict.GetString(text), HistoryJson.Options)
                ?? throw Damaged(path, line, "null is no entry");
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or NotSupportedException)
        {
            throw Damaged(path, line, exception.Message, exception);
        }
    }

    private static InvalidDataException Damaged(string path, int line, string why, Exception? cause = null) => new(
        $"{path}, line {line}: not an entry of a rehearsal's history: {why}. "
        + "The file is damaged or of another version; run the rehearsal again.",
        cause);
}
