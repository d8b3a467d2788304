using System.Globalization;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>The text of each completed document is the known text, as far as recognition is right.</summary>
internal sealed class TextCheck : ICheck
{
    public string Name => "text";

    public string Sentence => "Every completed document has the text of its sample.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        var documents = DocumentEnd.Of(facts).Where(document => document.Read is { Status: "completed" }).ToList();
        if (documents.Count == 0)
            return Examination.Impossible("documents", "the text of no document was read");
        return new Examination(
            documents.Count, "documents",
            from document in documents
            let what = Wrong(document.Read!.CharacterErrors, options.CharacterErrors)
            where what is not null
            select new Finding(what, document.Name, document.AcceptedAt));
    }

    private static string? Wrong(double? errors, double limit) => errors switch
    {
        null => "it was completed, and has no text that could be compared",
        { } share when share > limit => $"{Percent(share)} of its characters are wrong; the limit is {Percent(limit)}",
        _ => null,
    };

    private static string Percent(double share) => (share * 100).ToString("0.##' %'", CultureInfo.InvariantCulture);
}
