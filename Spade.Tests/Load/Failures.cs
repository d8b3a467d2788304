using System.Net.Sockets;

namespace Spade.Tests.Load;

/// <summary>What the exceptions of a connection mean.</summary>
internal static class Failures
{
    /// <summary>Null for an exception that is not about the connection.</summary>
    public static OutcomeKind? KindOf(Exception exception) => exception switch
    {
        BrokenAnswerException broken => broken.Kind,
        OperationCanceledException => OutcomeKind.TimedOut,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => OutcomeKind.Refused,
        SocketException => OutcomeKind.Reset,
        _ => null,
    };
}
