using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Documents;
using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class ProblemTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("?lang=fra", "unknown-language", "'fra'; it must be one of: eng, deu")]
    [InlineData("?pages=3-1", "invalid-parameter", "1-3")]
    [InlineData("?pages=all", "invalid-parameter", "'all'")]
    [InlineData("?dpi=71", "invalid-parameter", "72 to 600")]
    [InlineData("?dpi=601", "invalid-parameter", "72 to 600")]
    [InlineData("?dpi=300.5", "invalid-parameter", "'300.5'")]
    [InlineData("?dpi=", "invalid-parameter", "dpi is empty; give it a value or leave it out.")]
    [InlineData("?lang", "invalid-parameter", "lang is empty")]
    [InlineData("?dpi=200&DPI=300", "invalid-parameter", "is given 2 times; give it once.")]
    [InlineData("?text=best", "invalid-parameter", "text is 'best'; it must be one of: ocr, layer, auto, and is ocr when left out.")]
    [InlineData("?lang=../x", "unknown-language", "'../x'")]
    [InlineData("?lang=eng%2Bfra", "unknown-language", "'fra'; it must be one of: eng, deu, or several joined by '+'")]
    [InlineData("?lang=eng%2B", "invalid-parameter", "such as eng+deu")]
    [InlineData("?lang=eng+eng", "invalid-parameter", "'eng' more than once")]
    [InlineData("?lang=a+b+c+d+e", "invalid-parameter", "names 5 languages; at most 4")]
    [InlineData("?language=eng", "unknown-option", "language is not an option; did you mean lang? ")]
    [InlineData("?page=1", "unknown-option", "page is not an option; did you mean pages? ")]
    [InlineData("?pdi=300", "unknown-option", "pdi is not an option; did you mean dpi? ")]
    [InlineData("?colour=no", "unknown-option", "colour is not an option; the options are: callback, dpi, lang, pages, text.")]
    public async Task An_invalid_option_is_named_with_its_value_and_the_fix(string query, string slug, string named)
    {
        using var response = await api.Client.UploadAsync(Scans.Pdf(), query);
        Assert.Contains(named, await response.AssertProblemAsync(HttpStatusCode.BadRequest, slug), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_body_is_rejected()
    {
        using var response = await api.Client.UploadAsync([]);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "empty-file");
    }

    [Fact]
    public async Task An_empty_file_in_a_form_is_rejected()
    {
        using var response = await api.Client.UploadFormAsync([], "nothing.pdf");
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "empty-file");
    }

    [Fact]
    public async Task Content_decides_what_a_file_is_and_not_its_name()
    {
        using var response = await api.Client.UploadFormAsync("/etc/passwd\n"u8.ToArray(), "scan.pdf");
        var detail = await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-content");
        Assert.Contains("application/pdf", detail, StringComparison.Ordinal);
        Assert.Contains("image/tiff", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pixel_bomb_is_rejected_by_its_header()
    {
        using var response = await api.Client.UploadAsync(Scans.Png(30_000, 30_000));
        var detail = await response.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "too-many-pixels");
        Assert.Contains("30000 x 30000", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=other")]
    public async Task A_form_without_its_boundary_is_rejected(string contentType)
    {
        using var response = await PostAsync(Form("--part", "file", "--part--"), contentType);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--part")]
    [InlineData("--par")]
    public async Task A_form_that_breaks_off_is_rejected_and_nothing_is_stored(string end)
    {
        using var response = await PostAsync(Form("--part", "file", end), "multipart/form-data; boundary=part");
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart");
    }

    [Fact]
    public async Task A_form_with_two_files_is_rejected()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Scans.Pdf()), "file", "a.pdf" },
            { new ByteArrayContent(Scans.Pdf()), "file", "b.pdf" },
        };
        using var response = await api.Client.PostAsync(new Uri("/documents", UriKind.Relative), form);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart");
    }

    [Fact]
    public async Task An_option_in_the_form_is_rejected_rather_than_ignored()
    {
        using var form = new MultipartFormDataContent { { new StringContent("deu"), "lang" } };
        using var response = await api.Client.PostAsync(new Uri("/documents", UriKind.Relative), form);
        var detail = await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart");
        Assert.Contains("'lang' is an option, and options belong in the query", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound, "not-found")]
    [InlineData("PUT", "/documents", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("GET", "/documents/unknown", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/unknown/text", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/unknown/hocr", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/unknown/tsv", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/unknown/file", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/unknown/pages/1", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/unknown/pages/1/image", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("POST", "/documents/unknown/retry", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("DELETE", "/documents/unknown", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "/hocr", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "/tsv", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "/file", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "/pages/1", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "/pages/1/image", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("POST", "/documents/" + Unknown + "/retry", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown, HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "/text", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("DELETE", "/documents/" + Unknown, HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("GET", "/documents/" + Unknown + "?wait=61", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("GET", "/documents/" + Unknown + "?wait=-1", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("GET", "/documents?limit=0", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("GET", "/documents?limit=201", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("GET", "/documents?status=done", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("GET", "/documents?cursor=AAAA", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("GET", "/documents?state=failed", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("GET", "/documents/" + Unknown + "?waits=1", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("GET", "/documents/" + Unknown + "/text?page=1", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("DELETE", "/documents/" + Unknown + "?force=true", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("GET", "/documents/" + Unknown + "?id=1", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("GET", "/queues?name=documents", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("GET", "/languages?all=true", HttpStatusCode.BadRequest, "unknown-option")]
    [InlineData("GET", "/restarts?limit=1&limit=2", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("POST", "/queues/unknown/pause", HttpStatusCode.NotFound, "queue-not-found")]
    [InlineData("POST", "/queues/unknown/resume", HttpStatusCode.NotFound, "queue-not-found")]
    public async Task Every_other_problem_has_its_type_too(string method, string path, HttpStatusCode status, string slug)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await api.Client.SendAsync(request);
        await response.AssertProblemAsync(status, slug);
    }

    [Theory]
    [InlineData("PUT", "/documents", "GET, POST")]
    [InlineData("POST", "/documents/" + Unknown, "DELETE, GET")]
    [InlineData("PATCH", "/documents/" + Unknown + "/text", "GET, HEAD")]
    [InlineData("DELETE", "/documents/" + Unknown + "/hocr", "GET, HEAD")]
    [InlineData("POST", "/documents/" + Unknown + "/file", "GET, HEAD")]
    [InlineData("PUT", "/documents/" + Unknown + "/pages/1", "GET, HEAD")]
    [InlineData("GET", "/documents/" + Unknown + "/retry", "POST")]
    [InlineData("DELETE", "/queues", "GET")]
    public async Task A_wrong_verb_is_told_the_right_ones(string method, string path, string allowed)
    {
        using var response = await api.Client.SendAsync(new HttpMethod(method), path);
        await response.AssertProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order()));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task A_name_that_no_queue_can_have_is_not_found_and_the_api_lives_on(string verb)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = api.Services.GetRequiredService<INotifications>().Subscribe("everywhere", key =>
        {
            if (key == RecognizeDocument.Queue)
                heard.TrySetResult();
        });
        foreach (var name in new[] { new string('q', 7995), "a%0Ab", "%20" })
        {
            using var response = await api.Client.PostAsync(new Uri($"/queues/{name}/{verb}", UriKind.Relative), null);
            Assert.InRange((await response.AssertProblemAsync(HttpStatusCode.NotFound, "queue-not-found")).Length, 1, 200);
        }
        // Notifications are sent in order, so one for the names above would have arrived by now.
        using var resumed = await api.Client.PostAsync(new Uri($"/queues/{RecognizeDocument.Queue}/resume", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
        await heard.Task.DefaultTimeout();
        Assert.False(api.Services.GetRequiredService<RunningJobs>().IsBroken);
    }

    [Theory]
    [InlineData("/documents/../queues")]
    [InlineData("/documents/%2e%2E/queues")]
    [InlineData("/documents/..%2Fqueues")]
    [InlineData("/documents/./x?a=b")]
    public async Task A_path_with_dot_segments_is_rejected_before_it_is_routed(string target)
    {
        // HttpClient would remove the segments itself.
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(api.Address.Host, api.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("urn:spade:problem:dot-segments", answer, StringComparison.Ordinal);
    }

    private const string Unknown = "00000000000000000000000000000000000000000000000000000000000000ff";

    private static byte[] Form(string boundary, string field, string end) => Encoding.ASCII.GetBytes(
        $"{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.pdf\"\r\n\r\n"
        + $"%PDF-1.4\n{new string('x', 4000)}\r\n{end}");

    private Task<HttpResponseMessage> PostAsync(byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return api.Client.PostAsync(new Uri("/documents", UriKind.Relative), content);
    }
}
