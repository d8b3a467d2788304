using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Spade.Tests.Api;

/// <summary>Requests to the API, and what clients read from its responses.</summary>
internal static class Requests
{
    public static Task<HttpResponseMessage> UploadAsync(this HttpClient client, byte[] content, string query = "") =>
        client.PostAsync(new Uri("/documents" + query, UriKind.Relative), new ByteArrayContent(content));

    public static async Task<string> UploadedIdAsync(this HttpClient client, byte[] content, string query = "")
    {
        using var response = await client.UploadAsync(content, query);
        var document = await response.DocumentAsync();
        return document.Text("id");
    }

    public static Task<HttpResponseMessage> UploadFormAsync(this HttpClient client, byte[] content, string fileName, string field = "file")
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return client.PostAsync(new Uri("/documents", UriKind.Relative), new MultipartFormDataContent { { file, field, fileName } });
    }

    public static async Task<JsonElement> GetDocumentAsync(this HttpClient client, string id, string query = "")
    {
        using var response = await client.GetAsync(new Uri($"/documents/{id}{query}", UriKind.Relative));
        return await response.DocumentAsync();
    }

    /// <summary>Sends headers as they are written here, valid or not.</summary>
    public static Task<HttpResponseMessage> GetAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, path, headers);

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> DocumentAsync(this HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    /// <summary>Asserts a problem response and returns its detail.</summary>
    public static async Task<string> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string slug)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal("urn:spade:problem:" + slug, problem.Text("type"));
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.Text("title")));
        return problem.TryGetProperty("detail", out var detail) ? detail.GetString()! : "";
    }
}
