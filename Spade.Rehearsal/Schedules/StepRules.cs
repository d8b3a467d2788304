namespace Spade.Rehearsal.Schedules;

/// <summary>Which keys an action takes.</summary>
/// <param name="Of">To what it can be done; empty when it takes no <c>of</c>.</param>
/// <param name="NeedsFor">Whether it needs a time; null when it may have one.</param>
/// <param name="NeedsTo">Whether it needs a number of replicas.</param>
/// <param name="NeedsVersion">Whether it needs a version.</param>
internal sealed record StepRules(IReadOnlyList<StepObject> Of, bool? NeedsFor = false, bool NeedsTo = false, bool NeedsVersion = false)
{
    private static readonly StepObject[] Services = [StepObject.Api, StepObject.Worker];

    /// <summary>The rules of an action.</summary>
    internal static StepRules For(StepAction action) => action switch
    {
        StepAction.RollingRestart => new([.. Services, StepObject.Both]),
        StepAction.Stop => new(Services, NeedsFor: null),
        StepAction.Scale => new(Services, NeedsTo: true),
        StepAction.Kill => new([.. Services, StepObject.Database], NeedsFor: null),
        StepAction.Freeze => new([.. Services, StepObject.Database], NeedsFor: true),
        StepAction.Restart => new([StepObject.Database]),
        StepAction.ReadOnly => new([StepObject.Database], NeedsFor: true),
        StepAction.Migrate => new([], NeedsVersion: true),
        StepAction.RollOut => new([.. Services, StepObject.Both], NeedsVersion: true),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    /// <summary>Keys of such a step besides <c>at</c> and <c>do</c>.</summary>
    internal IReadOnlyList<string> Keys =>
    [
        .. Of.Count > 0 ? (string[])["of"] : [], .. NeedsFor is false ? (string[])[] : ["for"], .. NeedsTo ? (string[])["to"] : [],
        .. NeedsVersion ? (string[])["version"] : [],
    ];
}
