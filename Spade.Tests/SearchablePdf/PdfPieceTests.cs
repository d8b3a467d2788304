using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Outputs;
using Spade.Tests.Documents;

namespace Spade.Tests.SearchablePdf;

/// <summary>A searchable PDF in the database.</summary>
public sealed class PdfPieceTests : IAsyncLifetime
{
    private static readonly string Id = new('b', ContentId.Length);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spade-test-");
    private readonly byte[] _upload = RandomBytes(1, 2 * DocumentChunk.MaxBytes + 12_345);
    private DocumentsHost _documents = null!;

    private SearchablePdfs Pdfs => _documents.Services.GetRequiredService<SearchablePdfs>();

    public async Task InitializeAsync()
    {
        _documents = await DocumentsHost.CreateMigratedAsync();
        await using var insert = _documents.Database.CreateCommand(
            "INSERT INTO documents (id, content_type, size, sha256, language, dpi) VALUES ($1, 'image/png', $2, $1, 'eng', 300)");
        insert.Parameters.Add(new() { Value = Id });
        insert.Parameters.Add(new() { Value = (long)_upload.Length });
        await insert.ExecuteNonQueryAsync();
        foreach (var (chunk, number) in _upload.Chunk(DocumentChunk.MaxBytes).Select((chunk, number) => (chunk, number)))
        {
            await using var store = _documents.Database.CreateCommand("INSERT INTO document_chunks VALUES ($1, $2, $3)");
            store.Parameters.Add(new() { Value = Id });
            store.Parameters.Add(new() { Value = number });
            store.Parameters.Add(new() { Value = chunk });
            await store.ExecuteNonQueryAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await _documents.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Any_range_can_be_read_across_pieces_and_chunks()
    {
        var whole = await StoreAsync(
            RandomBytes(2, PdfPieces.MaxAddedBytes + 1000),
            new PdfPart(700, null), new PdfPart(DocumentChunk.MaxBytes + 10, 5), new PdfPart(1, null), new PdfPart(9, 3),
            new PdfPart(20, 2 * DocumentChunk.MaxBytes - 7), new PdfPart(PdfPieces.MaxAddedBytes + 299, null), new PdfPart(1, 0));
        Assert.Equal(whole.Length, await Pdfs.LengthAsync(Id, CancellationToken.None));
        Assert.Equal(whole, await ReadAsync(0, whole.Length));
        var random = new Random(3);
        for (var i = 0; i < 50; i++)
        {
            var offset = random.Next(whole.Length);
            var length = random.Next(1, Math.Min(whole.Length - offset, i % 2 == 0 ? 100 : whole.Length) + 1);
            var read = await ReadAsync(offset, length);
            Assert.True(whole.AsSpan(offset, length).SequenceEqual(read), $"{length} bytes from {offset} on");
        }
    }

    /// <summary>Otherwise each piece is a large object, and forty downloads take hundreds of megabytes until the next collection.</summary>
    [Fact]
    public async Task A_download_reads_all_its_pieces_into_one_buffer()
    {
        var whole = await StoreAsync([], new PdfPart(_upload.Length, 0));
        var content = _documents.Services.GetRequiredService<DocumentContent>();
        Assert.Single(await BuffersAsync(Pdfs.ReadAsync(Id, completedAt: null, 0, whole.Length, CancellationToken.None)));
        Assert.Single(await BuffersAsync(content.ReadAsync(Id, 0, whole.Length, CancellationToken.None)));
    }

    [Fact]
    public async Task What_a_later_run_stores_replaces_what_an_earlier_one_did()
    {
        await StoreAsync(RandomBytes(4, 3_000_000), new PdfPart(3_000_000, null));
        var whole = await StoreAsync(RandomBytes(5, 10), new PdfPart(_upload.Length, 0), new PdfPart(10, null));
        Assert.Equal(whole, await ReadAsync(0, whole.Length));
    }

    [Fact]
    public async Task A_document_without_one_has_no_length()
    {
        Assert.Null(await Pdfs.LengthAsync(Id, CancellationToken.None));
        Assert.Null(await Pdfs.LengthAsync("gone", CancellationToken.None));
    }

    [Fact]
    public async Task A_document_that_is_removed_meanwhile_ends_the_reading_with_an_error()
    {
        var whole = await StoreAsync([], new PdfPart(_upload.Length, 0));
        await using var remove = _documents.Database.CreateCommand("DELETE FROM document_chunks WHERE number = 1");
        await remove.ExecuteNonQueryAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(0, whole.Length));
    }

    [Fact]
    public async Task Parts_of_two_PDFs_are_never_joined()
    {
        const int Length = 3 * PdfPieces.MaxAddedBytes;
        await StoreAsync(RandomBytes(6, Length), new PdfPart(Length, null));
        await using var reading = Pdfs.ReadAsync(Id, completedAt: null, 0, Length, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());

        await StoreAsync(RandomBytes(7, Length), new PdfPart(Length, null));
        await using var end = _documents.Database.CreateCommand("UPDATE documents SET status = 'cancelled', completed_at = now()");
        await end.ExecuteNonQueryAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        });
    }

    private static async Task<HashSet<byte[]>> BuffersAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        HashSet<byte[]> buffers = [];
        await foreach (var piece in pieces)
        {
            Assert.True(MemoryMarshal.TryGetArray(piece, out var array));
            buffers.Add(array.Array!);
        }

        return buffers;
    }

    private async Task<byte[]> StoreAsync(byte[] added, params PdfPart[] parts)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString());
        await File.WriteAllBytesAsync(path, added);
        await using var connection = await _documents.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await PdfPieces.WriteAsync(transaction, Id, new PdfAssembly(parts, path), CancellationToken.None);
        await transaction.CommitAsync();
        using var whole = new MemoryStream();
        var next = 0;
        foreach (var part in parts)
        {
            var (from, start) = part.SourceOffset is { } offset ? (_upload, (int)offset) : (added, next);
            whole.Write(from.AsSpan(start, (int)part.Length));
            next += part.SourceOffset is null ? (int)part.Length : 0;
        }

        return whole.ToArray();
    }

    private async Task<byte[]> ReadAsync(long offset, long length)
    {
        using var bytes = new MemoryStream();
        await foreach (var slice in Pdfs.ReadAsync(Id, completedAt: null, offset, length, CancellationToken.None))
            bytes.Write(slice.Span);
        return bytes.ToArray();
    }

    private static byte[] RandomBytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
