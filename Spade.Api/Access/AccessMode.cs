namespace Spade.Api.Access;

/// <summary>Whether a caller needs credentials. Unknown at first; from then on it changes at most once, from open to closed.</summary>
internal sealed class AccessMode
{
    private enum State
    {
        Unknown,
        Open,
        Closed,
    }

    private volatile State _state;

    /// <summary>True once it is known whether there are keys. Until then only health is answered.</summary>
    public bool IsKnown => _state != State.Unknown;

    /// <summary>True while there is no key and no issuer of tokens: requests of this machine need no credentials.</summary>
    public bool IsOpen => _state == State.Open;

    /// <summary>There is no key. Does nothing once it is closed.</summary>
    public void Open() => Interlocked.CompareExchange(ref _state, State.Open, State.Unknown);

    /// <summary>Callers need credentials.</summary>
    public void Close() => _state = State.Closed;
}
