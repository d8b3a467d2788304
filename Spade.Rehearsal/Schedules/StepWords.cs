namespace Spade.Rehearsal.Schedules;

/// <summary>The words of schedules for steps.</summary>
internal static class StepWords
{
    internal static IReadOnlyDictionary<string, StepAction> Actions { get; } = new Dictionary<string, StepAction>
    {
        ["rolling restart"] = StepAction.RollingRestart, ["stop"] = StepAction.Stop, ["scale"] = StepAction.Scale,
            ["kill"] = StepAction.Kill,
        ["freeze"] = StepAction.Freeze, ["restart"] = StepAction.Restart, ["read-only"] = StepAction.ReadOnly,
        ["migrate"] = StepAction.Migrate, ["roll out"] = StepAction.RollOut,
    };

    internal static IReadOnlyDictionary<string, StepObject> Objects { get; } = new Dictionary<string, StepObject>
    {
        ["api"] = StepObject.Api, ["worker"] = StepObject.Worker, ["both"] = StepObject.Both, ["database"] = StepObject.Database,
    };

    internal static IReadOnlyDictionary<string, StepVersion> Versions { get; } = new Dictionary<string, StepVersion>
    {
        ["old"] = StepVersion.Old, ["new"] = StepVersion.New,
    };

    internal static string WordOf(StepAction action) => Actions.First(pair => pair.Value == action).Key;

    internal static string WordOf(StepObject of) => Objects.First(pair => pair.Value == of).Key;

    internal static string WordOf(StepVersion version) => Versions.First(pair => pair.Value == version).Key;
}
