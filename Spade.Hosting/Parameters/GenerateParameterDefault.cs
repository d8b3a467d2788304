using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value. Give it to <c>AddParameter</c> with <c>persist: true</c>, or it is another one in every run.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerLetters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperLetters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    // None that a shell, a URI or a connection string takes for its own.
    private const string Specials = "-_.~";

    /// <summary>Smallest length, in characters.</summary>
    public int MinLength { get; set; }

    /// <summary>True allows lower-case letters. Default true.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>True allows upper-case letters. Default true.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>True allows digits. Default true.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>True allows other characters. Default true.</summary>
    public bool Special { get; set; } = true;

    /// <summary>Fewest lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>Fewest upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>Fewest digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>Fewest other characters.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        (bool IsAllowed, int Fewest, string Characters)[] kinds =
            [(Lower, MinLower, LowerLetters), (Upper, MinUpper, UpperLetters), (Numeric, MinNumeric, Digits), (Special, MinSpecial, Specials)];
        if (kinds.Any(kind => !kind.IsAllowed && kind.Fewest > 0))
            throw new InvalidOperationException("A kind of characters is wanted in a generated value that is not allowed there: allow it, or want none of it.");
        var all = string.Concat(kinds.Where(kind => kind.IsAllowed).Select(kind => kind.Characters));
        if (all.Length == 0)
            throw new InvalidOperationException("A generated value needs at least one kind of characters: lower, upper, numeric or special.");
        var wanted = string.Concat(kinds.Select(kind => RandomNumberGenerator.GetString(kind.Characters, kind.Fewest))).ToCharArray();
        char[] value = [.. wanted, .. RandomNumberGenerator.GetString(all, Math.Max(0, MinLength - wanted.Length))];
        RandomNumberGenerator.Shuffle<char>(value);
        return new(value);
    }
}
