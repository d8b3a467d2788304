using System.Security.Cryptography;
using System.Text.Json;

namespace Spade.Rehearsal.History;

/// <summary>Writes the history file: JSON lines in UTF-8, an entry a line, in the order of <see cref="Add"/>. Clients add at the same
/// time.</summary>
internal sealed class HistoryWriter : IDisposable
{
    private readonly Lock _turn = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file;
    private string? _sha256;

    /// <exception cref="IOException">The file cannot be written, or exists: a history is never overwritten.</exception>
    public HistoryWriter(string path) =>
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 65_536);

    /// <summary>Adds a line. The file has it at the latest after <see cref="Complete"/>.</summary>
    /// <exception cref="InvalidOperationException">The file is complete.</exception>
    public void Add(HistoryEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, HistoryJson.Options), (byte)'\n'];
        lock (_turn)
        {
            if (_sha256 is not null)
                throw new InvalidOperationException($"{_file.Name} is complete; an entry that came later has no place in it.");
            _hash.AppendData(line);
            _file.Write(line);
        }
    }

    /// <summary>Ends the file and returns its SHA-256, hexadecimal. Safe to repeat.</summary>
    public string Complete()
    {
        lock (_turn)
        {
            if (_sha256 is { } known)
                return known;
            // To the disk: the certificate vouches for this file.
            _file.Flush(flushToDisk: true);
            return _sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }
}
