using System.Text.RegularExpressions;
using Spade.Documents.Documents;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>One list has every error type: those of recognition, of the queue, and of a document that was left behind.</summary>
public sealed partial class ErrorTypeTests
{
    [Fact]
    public void The_list_has_every_type_of_recognition_and_of_the_queue()
    {
        string[] recognition =
            [.. TypesIn("Spade.Worker", "Errors", "RecognitionErrors.cs"), .. TypesIn("Spade.Worker", "Errors", "PdfPageErrors.cs")];
        Assert.Contains("corrupt", recognition);
        string[] queue =
        [
            .. TypesIn("Spade.Jobs", "Executing", "JobExecutor.cs"), .. TypesIn("Spade.Jobs", "Executing", "JobSettlement.cs"),
            .. TypesIn("Spade.Jobs", "Executing", "ErrorText.cs"), JobError.PoisonType, UnreadablePayloadException.ErrorType,
        ];
        string[] leftBehind = [.. TypesIn("Spade.Documents", "Documents", "DocumentQueries.cs")];

        Assert.Equal(
            recognition.Concat(queue).Concat(leftBehind).Distinct().Order(StringComparer.Ordinal),
            DocumentErrorTypes.All.Keys.Order(StringComparer.Ordinal));
    }

    private static List<string> TypesIn(params string[] path) =>
        [.. Type().Matches(File.ReadAllText(Repository.PathOf(path))).Select(type => type.Groups["type"].Value)];

    /// <summary>The first text of an error that is made, or a constant that is named a type.</summary>
    [GeneratedRegex("""
        (?:\b(?:Document|Tool|Page|Retry|JobError)\(\s*|\b\w*Type = )"(?<type>[a-z]+(?:-[a-z]+)*)"
        """)]
    private static partial Regex Type();
}
