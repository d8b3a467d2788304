using System.Text;

namespace Spade.Worker.Processes;

/// <summary>Reads a stream line by line in bounded memory: the rest of a line that is too long is dropped.</summary>
internal static class BoundedLines
{
    /// <summary>Longest line passed on, in bytes.</summary>
    public const int MaxLength = 4096;

    /// <summary>Reads to the end, or until the token is cancelled. What was read until then has been passed on.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="onLine">Receives each line as Latin-1; null when only the end matters.</param>
    /// <param name="cancellationToken">Ends the reading without an exception.</param>
    public static async Task ReadAsync(Stream stream, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        var line = new byte[MaxLength];
        var length = 0;
        while (await ReadSomeAsync(stream, buffer, cancellationToken) is var count and > 0)
            length = Split(buffer.AsSpan(0, count), line, length, onLine);
        if (length > 0)
            onLine?.Invoke(Encoding.Latin1.GetString(line, 0, length));
    }

    private static async Task<int> ReadSomeAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static int Split(ReadOnlySpan<byte> bytes, byte[] line, int length, Action<string>? onLine)
    {
        foreach (var value in bytes)
        {
            if (value == '\n')
            {
                onLine?.Invoke(Encoding.Latin1.GetString(line, 0, length));
                length = 0;
            }
            else if (length < line.Length)
                line[length++] = value;
        }

        return length;
    }
}
