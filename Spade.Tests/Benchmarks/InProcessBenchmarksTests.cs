using System.Reflection;
using System.Text;
using BenchmarkDotNet.Attributes;
using Spade.Benchmarks.InProcess;
using Spade.Documents.Documents;

namespace Spade.Tests.Benchmarks;

/// <summary>Runs each benchmark's operation once and checks its result: a benchmark would also measure a failure.</summary>
public sealed class InProcessBenchmarksTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(1024 * 1024)]
    public async Task An_upload_read_from_a_form_has_the_id_of_its_bytes(int bytes)
    {
        var benchmarks = new UploadBenchmarks { Bytes = bytes };
        benchmarks.Prepare();
        var id = benchmarks.ComputeId();
        Assert.True(ContentId.IsWellFormed(id));
        Assert.Equal(id, await benchmarks.ReadForm());
    }

    [Theory]
    [InlineData("one-page.png", 1)]
    [InlineData("three-pages.tif", 3)]
    [InlineData("three-pages.pdf", 0)]
    public async Task Headers_give_the_pages_of_an_image_and_none_of_a_pdf(string sample, int pages)
    {
        var benchmarks = new InspectionBenchmarks { Sample = sample };
        benchmarks.Prepare();
        Assert.Equal(pages, await benchmarks.DetectAndReadHeaders());
    }

    [Fact]
    public void The_response_of_a_ready_service_says_so()
    {
        var answer = Encoding.UTF8.GetString(new ReadinessBenchmarks().WriteAnswer().Span);
        Assert.StartsWith("""{"status":"ready","checks":{"database":{"status":"healthy",""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void All_claims_but_the_first_look_at_a_part_of_the_queue()
    {
        var benchmarks = new ClaimWindowBenchmarks();
        Assert.False(benchmarks.NextAndLearn());
        Assert.True(benchmarks.NextAndLearn());
    }

    [Fact]
    public void A_full_page_of_print_is_read_with_confidence()
    {
        var benchmarks = new TesseractTableBenchmarks();
        benchmarks.Prepare();
        Assert.InRange(benchmarks.Parse(), 96, 97);
    }

    [Fact]
    public void There_is_no_in_process_benchmark_but_those_above()
    {
        Assert.Equal(
            ["ComputeId", "DetectAndReadHeaders", "NextAndLearn", "Parse", "ReadForm", "WriteAnswer"],
            InProcessProgram.Benchmarks.SelectMany(Methods).Order(StringComparer.Ordinal));
        Assert.Equal(
            typeof(InProcessProgram).Assembly.GetTypes().Where(type => Methods(type).Any()).OrderBy(type => type.Name),
            InProcessProgram.Benchmarks.OrderBy(type => type.Name));
    }

    [Fact]
    public async Task A_word_that_names_no_in_process_benchmark_is_rejected() =>
        Assert.Equal(2, await InProcessProgram.RunAsync([InProcessProgram.Word, "nothing-of-this-name"]));

    private static IEnumerable<string> Methods(Type type) =>
        type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null).Select(method => method.Name);
}
