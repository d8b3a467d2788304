namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>A Deployment as <c>--rollout</c> names it.</summary>
/// <param name="Deployment">Its name.</param>
internal sealed record RolloutName(string Deployment)
{
    private const string Kind = "deployment/";

    /// <summary>Reads <c>deployment/spade-api</c>, as kubectl takes it. Null for anything else.</summary>
    internal static RolloutName? Parse(string text) =>
        text.StartsWith(Kind, StringComparison.Ordinal) && text[Kind.Length..] is { Length: > 0 } name
            && !name.Contains('/', StringComparison.Ordinal)
            ? new RolloutName(name)
            : null;

    public override string ToString() => Kind + Deployment;
}
