using System.Net;
using System.Net.Http.Headers;

namespace Spade.Tests.Api;

/// <summary>A form has one part, the document; everything else is rejected with a sentence that says why.</summary>
public sealed class FormTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("document", "scan.pdf")]
    [InlineData("text", "scan.pdf")]
    [InlineData("files[]", "scan.pdf")]
    [InlineData("anything", null)]
    [InlineData(null, "scan.pdf")]
    public async Task The_only_part_is_the_document_whatever_its_name(string? field, string? fileName)
    {
        using var response = await PostAsync(Part(Scans.Pdf(), field, fileName));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(fileName, (await response.DocumentAsync()).GetProperty("fileName").GetString());
    }

    [Fact]
    public async Task Two_files_are_named()
    {
        using var response = await PostAsync(Part(Scans.Pdf(), "front", "a.pdf"), Part(Scans.Pdf(), "back", "b.pdf"));
        Assert.Equal(
            "The form has two files, as the fields 'front' and 'back'. Send one document per request.",
            await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_option_beside_the_document_belongs_in_the_query(bool isFirst)
    {
        HttpContent[] parts = [Part("deu"u8.ToArray(), "lang", null), Part(Scans.Pdf(), "file", "a.pdf")];
        using var response = await PostAsync(isFirst ? parts : [parts[1], parts[0]]);
        Assert.Equal(
            "The form's field 'lang' is an option, and options belong in the query: /documents?lang=...",
            await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_field_beside_the_document_is_named(bool isFirst)
    {
        HttpContent[] parts = [Part("to be read soon"u8.ToArray(), "comment", null), Part(Scans.Pdf(), "file", "a.pdf")];
        using var response = await PostAsync(isFirst ? parts : [parts[1], parts[0]]);
        Assert.StartsWith(
            "The form's field 'comment' is not known.",
            await response.AssertProblemAsync(HttpStatusCode.BadRequest, "malformed-multipart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_without_a_file_name_that_is_no_document_is_judged_by_its_content()
    {
        using var response = await PostAsync(Part("hello"u8.ToArray(), "file", null));
        await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-content");
    }

    private static ByteArrayContent Part(byte[] content, string? field, string? fileName)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = field, FileName = fileName };
        return part;
    }

    private Task<HttpResponseMessage> PostAsync(params HttpContent[] parts)
    {
        var form = new MultipartContent("form-data", "part");
        foreach (var part in parts)
            form.Add(part);
        return api.Client.PostAsync(new Uri("/documents", UriKind.Relative), form);
    }
}
