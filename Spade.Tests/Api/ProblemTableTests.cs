using System.Reflection;
using System.Text.RegularExpressions;
using Spade.Api.Problems;
using Spade.Documents.Inspection;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>The tables of docs/api.md and the code that they are about.</summary>
public sealed partial class ProblemTableTests
{
    [Fact]
    public void The_table_of_problems_has_every_problem_of_the_code_and_no_other()
    {
        var problems = typeof(ApiProblems).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(factory => (ApiProblem)factory.Invoke(null, [.. factory.GetParameters().Select(Argument)])!)
            .Select(problem => $"{problem.Status} {problem.Slug} {problem.Title}");
        Assert.Equal(problems.Order(), Rows("Problems").Select(row => $"{row[1]} {row[0]} {row[2]}").Order());
    }

    [Fact]
    public void The_table_of_error_types_is_the_list_of_the_code() => Assert.Equal(
        Spade.Documents.Documents.DocumentErrorTypes.All.Select(type => $"{type.Key}: {type.Value}"),
        Rows("Error types").Select(row => $"{row[0]}: {row[1]}"));

    private static object Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "x",
        var type when type == typeof(int) => 1,
        var type when type == typeof(long) => 1L,
        var type when type == typeof(TimeSpan) => TimeSpan.FromSeconds(1),
        var type when type == typeof(ImageInspection.TooManyPixels) => new ImageInspection.TooManyPixels(1, 1, 1),
        var type when type.IsAssignableFrom(typeof(string[])) => new[] { "x" },
        var type => throw new NotSupportedException($"{parameter.Member.Name}: no example of {type} is known here."),
    };

    private static IEnumerable<string[]> Rows(string heading)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "api.md"));
        var section = page[page.IndexOf($"## {heading}\n", StringComparison.Ordinal)..];
        var end = section.IndexOf("\n## ", 3, StringComparison.Ordinal);
        return Row().Matches(end < 0 ? section : section[..end])
            .Select(row => row.Groups["cells"].Value.Split('|').Select(cell => cell.Trim(' ', '`')).ToArray());
    }

    [GeneratedRegex(@"^\| (?<cells>`.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
