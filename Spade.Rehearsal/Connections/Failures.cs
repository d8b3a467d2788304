using System.Net.Sockets;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Connections;

/// <summary>The outcomes that exceptions of a connection stand for.</summary>
internal static class Failures
{
    /// <summary>Null for an exception with another cause than the connection.</summary>
    public static RequestOutcome? KindOf(Exception exception) => exception switch
    {
        BrokenAnswerException broken => broken.Kind,
        OperationCanceledException => RequestOutcome.TimedOut,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => RequestOutcome.Refused,
        SocketException => RequestOutcome.Reset,
        _ => null,
    };
}
