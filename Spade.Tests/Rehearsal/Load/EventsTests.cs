using System.Text;
using Spade.Rehearsal.Load.Requests;

namespace Spade.Tests.Rehearsal.Load;

/// <summary>Readers of events notice what a restart may do to them.</summary>
public sealed class EventsTests
{
    [Fact]
    public void Events_that_count_up_are_right_in_whatever_pieces_they_come()
    {
        var parser = new EventParser(0);
        foreach (var piece in Encoding.UTF8.GetBytes(Page(1) + ": keep-alive\n\n" + Page(2) + Status(3, "completed")).Chunk(7))
            parser.Read(piece);

        Assert.Equal((3L, true, null), (parser.Last, parser.HasEnded, parser.Complaint));
    }

    [Fact]
    public void A_reader_that_continues_expects_the_event_after_its_last()
    {
        Assert.Null(After(4, Page(5)).Complaint);
        Assert.Equal("Event 5 is missing: 6 came after 4.", After(4, Page(6)).Complaint);
        Assert.Equal("Event 4 came again after 4.", After(4, Page(4) + Page(5)).Complaint);
        Assert.Equal("Event 1 is missing: 2 came after 0.", After(0, Page(2)).Complaint);
        Assert.Equal("The id of an event is 'x', which is no number.", After(0, "id: x\nevent: page\ndata: {}\n\n").Complaint);
    }

    [Theory]
    [InlineData("running", false)]
    [InlineData("completed", true)]
    [InlineData("failed", true)]
    [InlineData("cancelled", true)]
    public void A_final_status_ends_the_document(string status, bool ends) => Assert.Equal(ends, After(0, Status(1, status)).HasEnded);

    [Fact]
    public void A_stream_that_asks_to_reconnect_has_not_ended()
    {
        var stream = After(1, "retry: 1000\n\n");
        Assert.Equal((1L, false, null), (stream.Last, stream.HasEnded, stream.Complaint));
    }

    private static EventParser After(long last, string text)
    {
        var parser = new EventParser(last);
        parser.Read(Encoding.UTF8.GetBytes(text));
        return parser;
    }

    private static string Page(int id) => $"id: {id}\nevent: page\ndata: {{\"page\": {id}, \"status\": \"done\"}}\n\n";

    private static string Status(int id, string status) => $"id: {id}\nevent: status\ndata: {{\"status\": \"{status}\"}}\n\n";
}
