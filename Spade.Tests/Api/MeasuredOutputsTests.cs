using System.Runtime.CompilerServices;
using System.Text;
using Spade.Api.Downloads;
using Spade.Documents.Formats;

namespace Spade.Tests.Api;

public sealed class MeasuredOutputsTests
{
    [Fact]
    public async Task Many_ranges_of_an_output_cost_one_measurement()
    {
        using var measured = new MeasuredOutputs();
        var output = new CountedOutput();
        for (var i = 0; i < 3; i++)
            Assert.Equal([4, 6, 5, 0], await measured.MeasureAsync("a", output, CancellationToken.None));
        Assert.Equal(1, output.Made);
        await measured.MeasureAsync("b", output, CancellationToken.None);
        Assert.Equal(2, output.Made);
    }

    [Fact]
    public async Task Any_range_is_made_of_the_pages_from_its_first_byte_on()
    {
        var output = new CountedOutput();
        var lengths = await output.MeasureAsync(CancellationToken.None);
        var whole = await TextAsync(output.ReadAsync(CancellationToken.None));
        Assert.Equal("headgrößtwo!\n", whole);
        var bytes = Encoding.UTF8.GetBytes(whole);
        for (var from = 0; from < bytes.Length; from++)
        {
            for (var length = 1; from + length <= bytes.Length; length++)
            {
                var range = await BytesAsync(output.ReadAsync(lengths, from, length, CancellationToken.None));
                Assert.Equal(bytes[from..(from + length)], range);
            }
        }

        output.First = -1;
        await BytesAsync(output.ReadAsync(lengths, 11, 2, CancellationToken.None));
        Assert.Equal(1, output.First);
    }

    private static async Task<string> TextAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> parts) =>
        Encoding.UTF8.GetString(await BytesAsync(parts));

    private static async Task<byte[]> BytesAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> parts)
    {
        using var bytes = new MemoryStream();
        await foreach (var part in parts)
            await bytes.WriteAsync(part);
        return bytes.ToArray();
    }

    private sealed class CountedOutput : PagedOutput
    {
        private static readonly string[] Texts = ["größ", "two!\n"];

        public int Made { get; private set; }

        public int First { get; set; }

        protected override int Pages => Texts.Length;

        protected override void WriteHead(StringBuilder text)
        {
            Made++;
            text.Append("head");
        }

        protected override async IAsyncEnumerable<int> WritePagesAsync(
            StringBuilder text, int first, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            First = first;
            for (var page = first; page < Texts.Length; page++)
            {
                text.Append(Texts[page]);
                yield return page;
            }
        }

        protected override void WriteFoot(StringBuilder text)
        {
        }
    }
}
