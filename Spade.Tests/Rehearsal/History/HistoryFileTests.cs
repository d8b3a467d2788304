using System.Security.Cryptography;
using System.Text;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.History;

public sealed class HistoryFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spade-history-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string File => Path.Combine(_folder.FullName, "history.jsonl");

    [Fact]
    public async Task Every_kind_of_entry_is_read_as_it_was_written_in_order()
    {
        var entries = RollingRestart.WithAFailure(perSecond: 8).Entries;
        string hash;
        using (var writer = new HistoryWriter(File))
        {
            foreach (var entry in entries)
                writer.Add(entry);
            hash = writer.Complete();
            Assert.Equal(hash, writer.Complete());
        }

        var file = await HistoryFile.ReadAsync(File, CancellationToken.None);

        Assert.Equal(10, entries.Select(entry => entry.GetType()).Distinct().Count());
        Assert.Equivalent(entries, file.Entries, strict: true);
        Assert.Equal(entries.Select(entry => entry.GetType()), file.Entries.Select(entry => entry.GetType()));
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash);
        Assert.Equal(hash, file.Sha256);
        Assert.Equal(entries.Count, bytes.Count(value => value == '\n'));
    }

    [Fact]
    public async Task Entries_of_many_clients_at_once_are_each_a_line()
    {
        var requests = RollingRestart.Good(perSecond: 20).Entries.OfType<RequestEntry>().ToList();
        using (var writer = new HistoryWriter(File))
        {
            await Parallel.ForEachAsync(requests, (request, _) =>
            {
                writer.Add(request);
                return ValueTask.CompletedTask;
            });
            writer.Complete();
        }

        var file = await HistoryFile.ReadAsync(File, CancellationToken.None);
        Assert.Equal(requests.Select(request => request.Number),
            file.Entries.Cast<RequestEntry>().Select(request => request.Number).Order());
    }

    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData("{}\n", 1, "line 1: not an entry")]
    [InlineData("<good>\n{\"kind\":\"qu", 2, "the file breaks off in this line")]
    [InlineData("<good>\n<good>\n{\"kind\":\"queue\"}\n", 3, "required")]
    [InlineData("<good>\nnull\n", 2, "null is no entry")]
    [InlineData("<good>\n\n<good>\n", 2, "line 2: not an entry")]
    [InlineData("{\"kind\":\"guess\",\"at\":\"2027-03-01T09:30:00+00:00\"}\n", 1, "guess")]
    [InlineData("{\"kind\":\"queue\",\"at\":\"2027-03-01T09:30:00+00:00\",\"waiting\":1,\"active\":1,\"more\":1}\n", 1, "more")]
    public async Task A_damaged_file_is_refused_with_the_number_of_the_line(string text, int line, string why)
    {
        const string Good = """{"kind":"queue","at":"2027-03-01T09:30:00+00:00","waiting":1,"active":2}""";
        await System.IO.File.WriteAllTextAsync(File, text.Replace("<good>", Good, StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => HistoryFile.ReadAsync(File, CancellationToken.None));

        Assert.StartsWith($"{File}, line {line}: not an entry of a rehearsal's history: ", error.Message);
        Assert.Contains(why, error.Message);
        Assert.EndsWith("run the rehearsal again.", error.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        await System.IO.File.WriteAllBytesAsync(File, [.. Encoding.UTF8.GetBytes("{\"kind\":\""), 0xff, 0xfe, (byte)'\n']);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => HistoryFile.ReadAsync(File, CancellationToken.None));
        Assert.Contains("line 1", error.Message);
    }

    [Fact]
    public void A_complete_file_takes_no_more_and_is_not_overwritten()
    {
        using var writer = new HistoryWriter(File);
        var entry = new QueueEntry(SampleHistory.Begin, 1, 2);
        writer.Add(entry);
        writer.Complete();

        Assert.Contains("is complete", Assert.Throws<InvalidOperationException>(() => writer.Add(entry)).Message);
        Assert.Throws<IOException>(() => new HistoryWriter(File));
    }
}
