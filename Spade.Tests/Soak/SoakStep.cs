namespace Spade.Tests.Soak;

/// <summary>The position of a soak.</summary>
internal sealed record SoakStep(int Number, int Scenarios, string Name, int Run, int Runs)
{
    public bool IsLast => Run == Runs;

    public override string ToString() => $"[{Number}/{Scenarios}] {Name}, run {Run} of {Runs}";
}
