using System.Globalization;
using System.Net;

namespace Spade.Tests.Api;

/// <summary>Ranges, conditions and HEAD, for every download.</summary>
public sealed class DownloadTests(FinishedDocument document) : IClassFixture<FinishedDocument>
{
    public static TheoryData<string> Downloads => ["text", "hocr", "tsv", "file", "pages/7", "pages/7/image"];

    /// <summary>Every way to ask for a range that can be given: how it is written, and what it means in a download of a size.</summary>
    private static readonly (string Range, Func<int, (int From, int To)> Bytes)[] Ranges =
    [
        ("bytes=0-0", _ => (0, 0)),
        ("bytes=0-", size => (0, size - 1)),
        ("bytes=5-20", _ => (5, 20)),
        ("BYTES=7-7", _ => (7, 7)),
        ("bytes=10-99999999", size => (10, size - 1)),
        ("bytes=-5", size => (size - 5, size - 1)),
        ("bytes=-99999999", size => (0, size - 1)),
    ];

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task Any_one_range_is_part_of_the_whole(string output)
    {
        var whole = await WholeAsync(output);
        // The last byte, and both sides of the border of the first batch of pages.
        (string Range, Func<int, (int From, int To)> Bytes)[] more =
        [
            ($"bytes={whole.Length - 1}-", size => (size - 1, size - 1)),
            ($"bytes={whole.Length / 2}-{whole.Length / 2 + 30}", size => (size / 2, Math.Min(size / 2 + 30, size - 1))),
        ];
        foreach (var (range, bytes) in Ranges.Concat(more))
        {
            using var response = await GetAsync(output, ("Range", range));
            var (from, to) = bytes(whole.Length);
            to = Math.Min(to, whole.Length - 1);
            Assert.Equal((range, HttpStatusCode.PartialContent), (range, response.StatusCode));
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{whole.Length}"),
                response.Content.Headers.ContentRange?.ToString());
            Assert.Equal(whole[from..(to + 1)], await response.Content.ReadAsByteArrayAsync());
            Assert.Equal(to - from + 1, response.Content.Headers.ContentLength);
        }
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task A_range_outside_is_refused_and_the_size_is_told(string output)
    {
        var size = (await WholeAsync(output)).Length;
        foreach (var range in new[] { $"bytes={size}-", $"bytes={size}-{size + 9}", "bytes=-0", "bytes=9223372036854775807-" })
        {
            using var response = await GetAsync(output, ("Range", range));
            await response.AssertProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "range-not-satisfiable");
            Assert.Equal($"bytes */{size}", response.Content.Headers.ContentRange?.ToString());
            Assert.True(response.Headers.CacheControl?.NoStore);
        }
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task Several_ranges_other_units_and_malformed_ones_are_answered_with_everything(string output)
    {
        var whole = await WholeAsync(output);
        foreach (var range in new[] { "bytes=0-1,3-4", "pages=1-2", "bytes=5-2", "bytes=", "bytes=a-b", "bytes=99999999999999999999-" })
        {
            using var response = await GetAsync(output, ("Range", range));
            Assert.Equal((range, HttpStatusCode.OK), (range, response.StatusCode));
            Assert.Equal(whole, await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task Head_tells_the_length_and_everything_that_get_tells(string output)
    {
        using var get = await GetAsync(output);
        var body = await get.Content.ReadAsByteArrayAsync();
        // For other methods than GET a range has no meaning.
        foreach (var headers in new (string, string)[][] { [], [("Range", "bytes=0-1")], [("Range", "bytes=99999999-")] })
        {
            using var head = await document.Client.SendAsync(HttpMethod.Head, Path(output), headers);
            Assert.Equal((HttpStatusCode.OK, (long?)body.Length), (head.StatusCode, head.Content.Headers.ContentLength));
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Equal(get.Content.Headers.LastModified, head.Content.Headers.LastModified);
            Assert.Equal(["bytes"], head.Headers.AcceptRanges);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task A_client_that_has_it_is_not_sent_it_again(string output)
    {
        using var first = await GetAsync(output);
        var (tag, modified) = (first.Headers.ETag!.ToString(), first.Content.Headers.LastModified!.Value);
        Assert.StartsWith("\"" + document.Id, tag, StringComparison.Ordinal);
        var later = modified.AddDays(1).ToString("R", CultureInfo.InvariantCulture);
        var earlier = modified.AddDays(-1).ToString("R", CultureInfo.InvariantCulture);
        (HttpStatusCode Status, (string, string)[] Headers)[] cases =
        [
            (HttpStatusCode.NotModified, [("If-None-Match", tag)]),
            (HttpStatusCode.NotModified, [("If-None-Match", "W/" + tag)]),
            (HttpStatusCode.NotModified, [("If-None-Match", $"\"other\", {tag}")]),
            (HttpStatusCode.NotModified, [("If-None-Match", "*")]),
            (HttpStatusCode.NotModified, [("If-Modified-Since", modified.ToString("R", CultureInfo.InvariantCulture))]),
            (HttpStatusCode.NotModified, [("If-Modified-Since", later)]),
            (HttpStatusCode.NotModified, [("If-None-Match", tag), ("Range", "bytes=0-1")]),
            (HttpStatusCode.OK, [("If-None-Match", "\"other\"")]),
            (HttpStatusCode.OK, [("If-Modified-Since", earlier)]),
            // The entity tag counts, when there is one.
            (HttpStatusCode.OK, [("If-None-Match", "\"other\""), ("If-Modified-Since", later)]),
            (HttpStatusCode.OK, [("If-Match", tag)]),
            (HttpStatusCode.OK, [("If-Match", "*")]),
            (HttpStatusCode.OK, [("If-Unmodified-Since", later)]),
            (HttpStatusCode.PreconditionFailed, [("If-Match", "\"other\"")]),
            (HttpStatusCode.PreconditionFailed, [("If-Match", "W/" + tag)]),
            (HttpStatusCode.PreconditionFailed, [("If-Unmodified-Since", earlier)]),
        ];
        foreach (var (status, headers) in cases)
        {
            using var response = await GetAsync(output, headers);
            Assert.Equal((string.Join(' ', headers), status), (string.Join(' ', headers), response.StatusCode));
            if (status == HttpStatusCode.PreconditionFailed)
                await response.AssertProblemAsync(status, "precondition-failed");
            else
                Assert.Equal(tag, response.Headers.ETag?.ToString());
            if (status == HttpStatusCode.NotModified)
                Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task A_range_of_another_state_is_answered_with_everything(string output)
    {
        using var first = await GetAsync(output);
        var (tag, modified) = (first.Headers.ETag!.ToString(), first.Content.Headers.LastModified!.Value);
        (HttpStatusCode Status, string IfRange)[] cases =
        [
            (HttpStatusCode.PartialContent, tag),
            (HttpStatusCode.PartialContent, modified.ToString("R", CultureInfo.InvariantCulture)),
            (HttpStatusCode.OK, "W/" + tag),
            (HttpStatusCode.OK, "\"other\""),
            (HttpStatusCode.OK, tag.Trim('"')),
            (HttpStatusCode.OK, modified.AddDays(1).ToString("R", CultureInfo.InvariantCulture)),
        ];
        foreach (var (status, ifRange) in cases)
        {
            using var response = await GetAsync(output, ("Range", "bytes=1-2"), ("If-Range", ifRange));
            Assert.Equal((ifRange, status), (ifRange, response.StatusCode));
        }

        // A range outside of another state is not an error either.
        using var outside = await GetAsync(output, ("Range", "bytes=99999999-"), ("If-Range", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, outside.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task Nothing_of_a_download_can_run_in_a_browser(string output)
    {
        using var response = await GetAsync(output);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_the_one_that_was_uploaded()
    {
        using var response = await GetAsync("file");
        Assert.Equal(document.File, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"attachment; filename={document.Id}.pdf; filename*=UTF-8''{document.Id}.pdf", Disposition(response));
    }

    [Fact]
    public async Task A_browser_shows_nothing_that_it_has_kept_without_asking_again()
    {
        using var image = await GetAsync("pages/7/image");
        Assert.Equal("image/png", image.Content.Headers.ContentType?.ToString());
        using var text = await GetAsync("text");
        Assert.All([image, text], answer => Assert.Equal("no-cache, private", answer.Headers.CacheControl?.ToString()));
        using var known = await GetAsync("pages/7/image", ("If-None-Match", image.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    private static string? Disposition(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Disposition", out var values) ? values.ToString() : null;

    private async Task<byte[]> WholeAsync(string output)
    {
        using var response = await GetAsync(output);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private Task<HttpResponseMessage> GetAsync(string output, params (string, string)[] headers) =>
        document.Client.GetAsync(Path(output), headers);

    private string Path(string output) => $"/documents/{document.Id}/{output}";
}
