namespace Spade.Tests.Soak;

/// <summary>A claim that must hold through restarts. Tests run it at small size, <c>./spade soak</c> at full size and many times.</summary>
internal interface IScenario
{
    /// <summary>A few words for the table of figures.</summary>
    string Name { get; }

    /// <summary>The claim in one sentence.</summary>
    string Claim { get; }

    /// <summary>Runs it once; throws when the claim does not hold.</summary>
    /// <returns>The figures measured.</returns>
    Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken);
}
