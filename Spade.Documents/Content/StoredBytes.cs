using Npgsql;

namespace Spade.Documents.Content;

/// <summary>Takes bytes from rows without an array for each.</summary>
internal static class StoredBytes
{
    /// <summary>Copies the first column of the current row, which is not null. Expects sequential access: otherwise the driver keeps a copy
    /// of the row.</summary>
    /// <returns>How many bytes were copied; at most as many as there is room for.</returns>
    internal static async Task<int> CopyToAsync(this NpgsqlDataReader reader, Memory<byte> target, CancellationToken cancellationToken)
    {
        await using var bytes = await reader.GetStreamAsync(0, cancellationToken);
        return await bytes.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellationToken);
    }
}
