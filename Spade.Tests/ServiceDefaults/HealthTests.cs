using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spade.ServiceDefaults.Health;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.ServiceDefaults;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_is_starting_until_its_start_up_checks_have_been_healthy_once()
    {
        var migrated = false;
        var asked = 0;
        await using var service = await StartAsync(checks => checks.AddCheck(
            "migrations",
            () => Interlocked.Increment(ref asked) > 0 && Volatile.Read(ref migrated)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(),
            [HealthTags.Startup]));

        var (code, body) = await service.HealthAsync();
        var (startupCode, _) = await service.HealthAsync("startup");
        var (liveCode, live) = await service.HealthAsync("live");

        Assert.Equal((503, "starting", 503), (code, Status(body), startupCode));
        Assert.Equal((200, """{"status":"starting","checks":{}}"""), (liveCode, live.GetRawText()));

        Volatile.Write(ref migrated, true);
        (code, body) = await service.WaitForStatusAsync("ready");
        Assert.Equal((200, "healthy"), (code, Status(body.GetProperty("checks").GetProperty("migrations"))));
        Assert.Equal(200, (await service.HealthAsync("startup")).Code);

        // It gates only the start, so it is not run again.
        Volatile.Write(ref migrated, false);
        var askedByThen = Volatile.Read(ref asked);
        await service.App.StopAsync();
        Assert.Equal(askedByThen, Volatile.Read(ref asked));
    }

    [Fact]
    public async Task A_check_under_way_when_the_service_stops_may_finish_and_is_not_cancelled()
    {
        CancellationToken ofTheCheck = default;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = new LastToStop(() =>
        {
            var isCancelled = ofTheCheck.IsCancellationRequested;
            release.SetResult();
            return isCancelled;
        });
        await using var service = await TestService.StartAsync([new("Health:Timeout", "00:01:00")], builder =>
        {
            // The service registered first is stopped last.
            builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(last));
            builder.Services.AddHealthChecks().AddAsyncCheck("slow", async token =>
            {
                ofTheCheck = token;
                begun.TrySetResult();
                await release.Task;
                return HealthCheckResult.Healthy();
            }, [HealthTags.Startup]);
        });
        await begun.Task.DefaultTimeout();

        await service.App.StopAsync().DefaultTimeout();

        Assert.False(last.Saw);
    }

    [Fact]
    public async Task The_response_has_the_shape_that_probes_and_jq_read()
    {
        await using var service = await StartAsync(
            checks => checks.AddCheck("fine", () => HealthCheckResult.Healthy(), [HealthTags.Startup]));
        await service.WaitForStatusAsync("ready");

        using var response = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Matches(
            """^\{"status":"ready","checks":\{"fine":\{"status":"healthy","durationMs":\d+(\.\d)?,"ageMs":\d+\}\}\}$""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_check_that_ignores_its_token_times_out_and_never_runs_twice_at_once()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (running, most, runs) = (0, 0, 0);
        await using var service = await StartAsync(
            checks => checks
                .AddCheck("fine", () => HealthCheckResult.Healthy(), [HealthTags.Startup, HealthTags.Ready])
                .AddAsyncCheck("stuck", async () =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    Interlocked.Increment(ref runs);
                    await release.Task;
                    Interlocked.Decrement(ref running);
                    return HealthCheckResult.Healthy();
                }, [HealthTags.Ready]),
            new("Health:Timeout", "00:00:00.05"), new("Health:Period", "00:00:00.05"));

        var (code, body) = await service.WaitForStatusAsync("degraded");
        Assert.Equal((200, "unhealthy"), (code, Status(body.GetProperty("checks").GetProperty("stuck"))));
        // The other check is run meanwhile.
        var age = await service.HealthAsync();
        Assert.InRange(age.Body.GetProperty("checks").GetProperty("fine").GetProperty("ageMs").GetInt64(), 0, 1000);
        Assert.Equal(1, Volatile.Read(ref runs));

        release.SetResult();
        await service.WaitForStatusAsync("ready");
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_check_that_throws_only_degrades()
    {
        var broken = false;
        await using var service = await StartAsync(checks => checks.AddCheck(
            "fragile", () => Volatile.Read(ref broken) ? throw new InvalidTimeZoneException("secret detail") : HealthCheckResult.Healthy(),
            [HealthTags.Startup, HealthTags.Ready]));
        await service.WaitForStatusAsync("ready");

        Volatile.Write(ref broken, true);
        var (code, body) = await service.WaitForStatusAsync("degraded");

        Assert.Equal(200, code);
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_service_reports_draining_at_once_while_it_still_answers()
    {
        var held = new HeldStop();
        await using var service = await TestService.StartAsync(
            [new("Health:Timeout", "00:01:00")], builder => builder.Services.AddSingleton<IHostedService>(held));
        await service.WaitForStatusAsync("ready");

        // As after SIGTERM: first the announcement, then the stop.
        service.App.Lifetime.StopApplication();
        var stop = service.App.StopAsync();
        await held.Stopping.Task.DefaultTimeout();
        var (code, body) = await service.HealthAsync();
        var (liveCode, _) = await service.HealthAsync("live");
        held.GoOn.SetResult();
        await stop;

        Assert.Equal((503, "draining", 200), (code, Status(body), liveCode));
    }

    [Theory]
    [InlineData("Health:Period", "00:00:00")]
    [InlineData("Health:StartupPeriod", "-00:00:01")]
    [InlineData("Health:Timeout", "00:01:01")]
    public async Task A_time_that_is_not_positive_or_longer_than_a_minute_prevents_the_start(string key, string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync([new(key, value)]));

        Assert.Contains($"{key} is {value}; it must be more than 00:00:00 and at most 00:01:00.", error.Message, StringComparison.Ordinal);
    }

    private static string? Status(System.Text.Json.JsonElement element) => element.GetProperty("status").GetString();

    private static Task<TestService> StartAsync(Action<IHealthChecksBuilder> addChecks, params KeyValuePair<string, string>[] settings) =>
        TestService.StartAsync([new("Health:Period", "00:00:00.1"), .. settings], builder => addChecks(builder.Services.AddHealthChecks()));

    /// <summary>Delays the host before it stops its services, Kestrel among them.</summary>
    private sealed class HeldStop : IHostedLifecycleService
    {
        public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StoppingAsync(CancellationToken cancellationToken)
        {
            Stopping.SetResult();
            await GoOn.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class LastToStop(Func<bool> look) : IHostedService
    {
        public bool? Saw { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Saw = look();
            return Task.CompletedTask;
        }
    }
}
