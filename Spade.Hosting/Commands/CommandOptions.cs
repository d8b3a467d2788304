namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command may have besides its name and its work.</summary>
public class CommandOptions
{
    /// <summary>What the command does, for people.</summary>
    public string? Description { get; set; }

    /// <summary>Something for those who offer the command.</summary>
    public object? Parameter { get; set; }

    /// <summary>Question that those who offer the command ask first.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>Icon, for those who show one.</summary>
    public string? IconName { get; set; }

    /// <summary>How the icon is drawn.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>True when the command is to stand out.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Says whether the command can be given, from what can be told about the resource; always, by default.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}
