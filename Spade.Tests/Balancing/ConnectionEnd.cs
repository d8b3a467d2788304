namespace Spade.Tests.Balancing;

/// <summary>The state of a connection when its client stopped reading.</summary>
internal enum ConnectionEnd
{
    /// <summary>The server neither closed nor reset it in time.</summary>
    StillOpen,

    /// <summary>The server closed it with FIN.</summary>
    Eof,

    /// <summary>The server reset it.</summary>
    Reset,

    /// <summary>It was never established.</summary>
    Refused,
}
