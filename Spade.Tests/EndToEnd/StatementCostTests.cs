using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>What the services' statements cost an untuned PostgreSQL.</summary>
public sealed class StatementCostTests(WatchedLife life) : IClassFixture<WatchedLife>
{
    /// <summary>Compiling a statement takes 0.2 s of a core, and every call compiles it again.</summary>
    [Fact]
    public void PostgreSQL_compiles_none_of_the_services_statements()
    {
        Assert.True(life.Statements > 40, $"Only {life.Statements} statements were watched.");
        Assert.True(life.Compiled.Count == 0, string.Join("\n\n", life.Compiled));
    }

    [Fact]
    public void No_plan_uses_what_its_session_has_switched_off() =>
        Assert.True(life.AbsurdPlans.Count == 0, string.Join("\n\n", life.AbsurdPlans));
}
