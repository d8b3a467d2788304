using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Reports.View;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.Reports;

/// <summary>Restart views of samples.</summary>
internal static class ViewSample
{
    public static Task<string> HtmlAsync(SampleHistory history, CheckOptions? options = null)
    {
        var file = new HistoryFile(history.Entries, "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
        return RestartView.HtmlAsync(file, Judge.Of(history.Entries, options ?? new CheckOptions()));
    }
}
