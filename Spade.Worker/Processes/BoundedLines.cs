using System.Text;

namespace Spade.Worker.Processes;

/// <summary>Reads a stream line by line in bounded memory: the rest of a line that is too long is dropped.</summary>
internal static class BoundedLines
{
    /// <summary>Longest line handed on, in bytes.</summary>
    public const int MaxLength = 4096;

    /// <summary>Reads to the end.</summary>
    public static async Task ReadAsync(Stream stream, Action<string>? onLine)
    {
        var buffer = new byte[8192];
        var line = new byte[MaxLength];
        var length = 0;
        int count;
        // Without a token: whoever wants this to end kills the process at the other end of the pipe.
        while ((count = await stream.ReadAsync(buffer, CancellationToken.None)) > 0)
            length = Split(buffer.AsSpan(0, count), line, length, onLine);
        if (length > 0)
            onLine?.Invoke(Encoding.Latin1.GetString(line, 0, length));
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
