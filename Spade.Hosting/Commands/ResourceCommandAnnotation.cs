namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command of a resource.</summary>
public sealed class ResourceCommandAnnotation : IResourceAnnotation
{
    /// <summary>Describes a command; <see cref="CommandOptions"/> says what the optional parts are.</summary>
    public ResourceCommandAnnotation(
        string name, string displayName, Func<UpdateCommandStateContext, ResourceCommandState> updateState,
        Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, string? displayDescription, object? parameter,
        string? confirmationMessage, string? iconName, IconVariant? iconVariant, bool isHighlighted)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(displayName);
        (Name, DisplayName, UpdateState, ExecuteCommand) = (name, displayName, updateState, executeCommand);
        (DisplayDescription, Parameter, ConfirmationMessage) = (displayDescription, parameter, confirmationMessage);
        (IconName, IconVariant, IsHighlighted) = (iconName, iconVariant, isHighlighted);
    }

    /// <summary>Name, unique in the resource.</summary>
    public string Name { get; }

    /// <summary>Name for people.</summary>
    public string DisplayName { get; }

    /// <summary>Says whether the command can be given.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; }

    /// <summary>Its work.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; }

    /// <inheritdoc cref="CommandOptions.Description"/>
    public string? DisplayDescription { get; }

    /// <inheritdoc cref="CommandOptions.Parameter"/>
    public object? Parameter { get; }

    /// <inheritdoc cref="CommandOptions.ConfirmationMessage"/>
    public string? ConfirmationMessage { get; }

    /// <inheritdoc cref="CommandOptions.IconName"/>
    public string? IconName { get; }

    /// <inheritdoc cref="CommandOptions.IconVariant"/>
    public IconVariant? IconVariant { get; }

    /// <inheritdoc cref="CommandOptions.IsHighlighted"/>
    public bool IsHighlighted { get; }

    /// <summary>True when one execution is for all replicas together, and not one for each.</summary>
    internal bool IsForAllReplicas { get; init; }
}
