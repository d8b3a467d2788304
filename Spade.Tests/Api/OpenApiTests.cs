using System.Text.Json;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Pages;

namespace Spade.Tests.Api;

/// <summary>The API's description, read by the reader of the OpenAPI project.</summary>
public sealed class OpenApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_description_is_valid_and_names_every_operation_once()
    {
        var document = await ReadAsync();
        var ids = Operations(document).Select(operation => operation.Operation.OperationId).ToList();
        Assert.DoesNotContain(null, ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Operations(document), operation => Assert.False(string.IsNullOrEmpty(operation.Operation.Summary), operation.Name));
    }

    [Fact]
    public async Task The_client_s_host_is_not_in_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/openapi/v1.json", UriKind.Relative));
        request.Headers.Host = "other.localhost";
        using var response = await api.Client.SendAsync(request);
        var json = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("other.localhost", json, StringComparison.Ordinal);
        Assert.False(JsonSerializer.Deserialize<JsonElement>(json).TryGetProperty("servers", out _));
    }

    [Fact]
    public async Task Every_operation_has_an_example_and_so_has_every_json_response()
    {
        foreach (var (name, operation) in Operations(await ReadAsync()))
        {
            // A range of a JSON document is none.
            var contents = operation.Responses!.Where(response => response.Key[0] == '2' && response.Key != "206")
                .SelectMany(response => response.Value.Content ?? new Dictionary<string, OpenApiMediaType>()).ToList();
            Assert.True(
                contents.Any(content => content.Value.Example is not null)
                || operation.Parameters?.Any(parameter => parameter.Example is not null) == true, name);
            Assert.All(
                contents.Where(content => content.Key == "application/json"),
                content => Assert.True(content.Value.Example is not null, name));
        }
    }

    [Fact]
    public async Task Every_refusal_has_its_problem_types_and_an_example_of_each()
    {
        foreach (var (name, operation) in Operations(await ReadAsync()))
        {
            var refusals = operation.Responses!.Where(response => response.Key[0] is '4' or '5').ToList();
            Assert.Contains("503", refusals.Select(response => response.Key));
            foreach (var (status, response) in refusals.Where(_ => !name.StartsWith("HEAD", StringComparison.Ordinal)))
            {
                var content = response.Content!["application/problem+json"];
                var types = content.Schema!.AllOf!.Single(part => part.Properties is { Count: 1 } only && only.ContainsKey("type"))
                    .Properties!["type"].Enum!.Select(type => type.GetValue<string>()).ToList();
                Assert.All(types, type => Assert.StartsWith("urn:spade:problem:", type, StringComparison.Ordinal));
                Assert.Equal(types, content.Examples!.Values.Select(example => example.Value!["type"]!.GetValue<string>()));
                Assert.All(content.Examples.Values, example => Assert.Equal(status, example.Value!["status"]!.ToString()));
                Assert.False(string.IsNullOrEmpty(response.Description), name);
            }
        }
    }

    [Fact]
    public async Task Every_operation_needs_a_key_and_says_what_it_answers_without_one_or_over_a_quota()
    {
        var document = await ReadAsync();
        Assert.Equal("bearer", Assert.Single(document.Components!.SecuritySchemes!).Value.Scheme);
        Assert.All(Operations(document), operation =>
        {
            Assert.Single(Assert.Single(Assert.Single(operation.Operation.Security!)).Value);
            Assert.Subset(operation.Operation.Responses!.Keys.ToHashSet(), new HashSet<string> { "401", "403", "429" });
        });
    }

    [Fact]
    public async Task Words_are_enumerated()
    {
        var document = await ReadAsync();
        var schemas = document.Components!.Schemas!;
        Assert.Equal(DocumentStatusNames.All, Words(schemas["DocumentResponse"].Properties!["status"]));
        Assert.Equal(TextSourceNames.All, Words(schemas["DocumentResponse"].Properties!["text"]));
        Assert.Equal(DocumentErrorTypes.All.Keys, Words(schemas["DocumentError"].Properties!["type"]));
        Assert.Equal(["done", "failed"], Words(schemas["PageResponse"].Properties!["status"]));
        Assert.Equal(DocumentStatusNames.All, Words(Parameter(document, "/documents", "status")));
    }

    [Fact]
    public async Task Numbers_are_numbers_with_bounds()
    {
        var document = await ReadAsync();
        AssertNumber(Parameter(document, "/documents", "limit"), "1", "200", 50);
        AssertNumber(Parameter(document, "/documents/{id}", "wait"), "0", "60", 0);
        AssertNumber(Parameter(document, "/documents", "dpi", HttpMethod.Post), "72", "600", 300);
        AssertNumber(Parameter(document, "/documents/{id}/pages/{n}", "n"), "1", "999999", null);
        AssertNumber(Parameter(document, "/restarts", "limit"), "1", "500", 50);
        var numbers = document.Components!.Schemas!.Values.SelectMany(schema => schema.Properties?.Values ?? [])
            .Where(property => property.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)));
        Assert.All(numbers, number => Assert.False(number.Type!.Value.HasFlag(JsonSchemaType.String)));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("hocr")]
    [InlineData("tsv")]
    [InlineData("file")]
    [InlineData("pages/{n}/image")]
    public async Task Head_ranges_and_conditions_of_downloads_are_described(string output)
    {
        var path = (await ReadAsync()).Paths![$"/documents/{{id}}/{output}"];
        var get = path.Operations![HttpMethod.Get];
        var head = path.Operations[HttpMethod.Head];
        Assert.Superset(
            new HashSet<string> { "Range", "If-Range", "If-None-Match" }, get.Parameters!.Select(parameter => parameter.Name!).ToHashSet());
        Assert.Superset(new HashSet<string> { "200", "206", "304", "404", "412", "416", "503" }, get.Responses!.Keys.ToHashSet());
        Assert.Superset(new HashSet<string> { "ETag", "Accept-Ranges" }, get.Responses!["200"].Headers!.Keys.ToHashSet());
        Assert.DoesNotContain("416", head.Responses!.Keys);
        Assert.All(head.Responses.Values, response => Assert.True(response.Content is not { Count: > 0 }));
    }

    [Fact]
    public async Task The_file_has_every_type_that_can_be_uploaded() => Assert.Equal(
        MediaTypes.All,
        (await ReadAsync()).Paths!["/documents/{id}/file"].Operations![HttpMethod.Get].Responses!["200"].Content!.Keys);

    private static IEnumerable<string> Words(IOpenApiSchema schema) => schema.Enum!.Select(word => word.GetValue<string>());

    private static void AssertNumber(IOpenApiSchema schema, string min, string max, int? whenMissing)
    {
        Assert.Equal(JsonSchemaType.Integer, schema.Type);
        Assert.Equal((min, max, whenMissing), (schema.Minimum, schema.Maximum, schema.Default?.GetValue<int>()));
    }

    private static IOpenApiSchema Parameter(OpenApiDocument document, string path, string name, HttpMethod? method = null) =>
        document.Paths![path].Operations![method ?? HttpMethod.Get].Parameters!.Single(parameter => parameter.Name == name).Schema!;

    private static IEnumerable<(string Name, OpenApiOperation Operation)> Operations(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations!
        select ($"{operation.Key} {path.Key}", operation.Value);

    private async Task<OpenApiDocument> ReadAsync()
    {
        using var response = await api.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var (document, diagnostic) = OpenApiDocument.Parse(
            await response.Content.ReadAsStringAsync(), "json",
            new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });
        Assert.Empty(diagnostic!.Errors.Concat(diagnostic.Warnings).Select(finding => $"{finding.Pointer}: {finding.Message}"));
        return document!;
    }
}
