using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

/// <summary>The small version of every scenario; <c>./spade soak</c> runs the full ones.</summary>
public sealed class RestartTests
{
    [Fact]
    public Task Replicas_of_the_API_restarted_under_load_fail_no_request_and_lose_no_upload() => RunAsync(new RollingApiScenario());

    [Fact]
    public Task Readiness_flips_with_the_signal_while_everything_else_is_served() => RunAsync(new FlipScenario());

    [Fact]
    public Task Slow_silent_and_half_sent_requests_each_have_their_ending() => RunAsync(new AwkwardRequestsScenario());

    [Fact]
    public Task An_endless_upload_is_aborted_named_and_told_by_the_exit_code() => RunAsync(new EndlessUploadScenario());

    private static Task<Figures> RunAsync(IScenario scenario) => scenario.RunAsync(Scale.Small, CancellationToken.None);
}
