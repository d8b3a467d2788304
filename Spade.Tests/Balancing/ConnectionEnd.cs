namespace Spade.Tests.Balancing;

/// <summary>How a connection stood when its client stopped looking.</summary>
internal enum ConnectionEnd
{
    /// <summary>The other side neither closed nor reset it within the time given.</summary>
    StillOpen,

    /// <summary>The other side closed it in order.</summary>
    Eof,

    /// <summary>The other side reset it.</summary>
    Reset,

    /// <summary>It was never made.</summary>
    Refused,
}
