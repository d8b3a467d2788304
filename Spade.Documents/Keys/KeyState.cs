namespace Spade.Documents.Keys;

/// <summary>Whether a key is accepted. Shown as the lower-case word.</summary>
public enum KeyState
{
    /// <summary>It is accepted.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,
}
