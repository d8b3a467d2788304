using System.Net.Sockets;

namespace Spade.Tests.Load;

/// <summary>The outcomes that exceptions of a connection stand for.</summary>
internal static class Failures
{
    /// <summary>Null for an exception with another cause than the connection.</summary>
    public static OutcomeKind? KindOf(Exception exception) => exception switch
    {
        BrokenAnswerException broken => broken.Kind,
        OperationCanceledException => OutcomeKind.TimedOut,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => OutcomeKind.Refused,
        SocketException => OutcomeKind.Reset,
        _ => null,
    };
}
