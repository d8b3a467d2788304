namespace Spade.Tests.Soak;

/// <summary>Something that must hold whenever anything is restarted. Tests run it small, <c>./spade soak</c> full and many times.</summary>
internal interface IScenario
{
    /// <summary>A few words, as in the table of figures.</summary>
    string Name { get; }

    /// <summary>One sentence: what holds.</summary>
    string Claim { get; }

    /// <summary>Runs it once; throws when the claim does not hold.</summary>
    /// <returns>What was measured on the way.</returns>
    Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken);
}
