namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>True when it did what it is for.</summary>
    public required bool Success { get; init; }

    /// <summary>True when it was given up because nobody wanted it any more.</summary>
    public bool Canceled { get; init; }

    /// <summary>What went wrong.</summary>
    public string? ErrorMessage { get; init; }
}
