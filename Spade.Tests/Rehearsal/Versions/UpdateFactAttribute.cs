namespace Spade.Tests.Rehearsal.Versions;

/// <summary>A test that needs an older version. It is skipped with the reason where the history is missing, in CI too.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UpdateFactAttribute : FactAttribute
{
    public UpdateFactAttribute() => Skip = LastRelease.Missing;
}
