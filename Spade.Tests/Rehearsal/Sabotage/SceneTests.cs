using Spade.Rehearsal.Checks;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>The same small system with nothing broken: without this, the tests of broken ones would prove nothing.</summary>
[Collection(BusyMachine.Name)]
public sealed class SceneTests
{
    [Fact]
    public async Task A_system_in_which_nothing_is_broken_is_certified()
    {
        using var shim = new TesseractShim(TimeSpan.FromSeconds(0.3));
        var judgement = await new Scene
        {
            Schedule =
                """
                duration: 6s
                rate: 10
                mix: {list: 70, text: 10, wait: 5, events: 5, upload: 5, slow upload: 5}
                clients: {keep-alive: 2, fresh: 1}
                documents: {small: 3, three-pages: 1}
                steps:
                - {at: 2s, do: rolling restart, of: both}
                """,
            Workers = 1,
            Worker = shim.Options,
            Limits = new CheckOptions { CharacterErrors = double.MaxValue },
        }.JudgeAsync();

        judgement.AssertCertified();
        Assert.Equal(2, judgement.Checks.Single(outcome => outcome.Name == "readiness").Examined);
        Assert.NotEqual(0, judgement.Checks.Single(outcome => outcome.Name == "connections").Examined);
        Assert.NotEqual(0, judgement.Checks.Single(outcome => outcome.Name == "claims").Examined);
    }

    [Fact]
    public void A_sabotage_that_does_not_exist_ends_the_process()
    {
        Assert.Contains("is 'nosuch'; it must be one of ", Assert.Throws<ArgumentException>(() => Sabotages.Named("nosuch")).Message);
        Assert.Throws<ArgumentException>(() => Sabotages.Named(null));
    }
}
