using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults;
using Spade.Shutdown;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Shutdown;

/// <summary>The exit code tells how the process ended, also where .NET's own code would be 0.</summary>
public sealed class ServiceHostTests
{
    [Fact]
    public async Task A_service_that_stops_itself_with_nothing_cut_ends_with_0() =>
        Assert.Equal(0, await RunAsync(services => services.AddHostedService<StopsAtOnce>()));

    [Fact]
    public async Task A_background_service_that_throws_ends_the_process_with_1() =>
        Assert.Equal(1, await RunAsync(services => services.AddHostedService<Throws>()));

    [Fact]
    public async Task A_background_service_that_is_cancelled_without_a_stop_ends_the_process_with_1() =>
        Assert.Equal(1, await RunAsync(services => services.AddHostedService<CancelsItself>()));

    [Fact]
    public async Task A_service_that_fails_while_it_stops_ends_the_process_with_1() => Assert.Equal(
        1, await RunAsync(services => services.AddHostedService<StopsAtOnce>().AddHostedService<FailsToStop>()));

    [Fact]
    public async Task A_stop_requested_during_the_start_cancels_background_services_and_is_no_failure() => Assert.Equal(
        0, await RunAsync(services => services.AddHostedService<Waits>().AddHostedService<StopsWithinItsStart>()));

    [Fact]
    public async Task Work_that_was_aborted_ends_the_process_with_3() => Assert.Equal(
        3, await RunAsync(services => services.AddHostedService<StopsAtOnce>().AddSingleton<IWorkInFlight, AbortedWork>()));

    [Fact]
    public async Task The_exit_report_is_written_once_with_the_exit_code_and_the_work()
    {
        var writer = new Listener();
        await RunAsync(services => services
            .AddHostedService<StopsAtOnce>()
            .AddSingleton<IWorkInFlight, AbortedWork>()
            .AddSingleton<IExitReportWriter>(writer));
        var report = Assert.Single(writer.Reports);
        Assert.Equal((3, StopReason.Requested, new WorkTally(1, 0, 0, 0, 1)), (report.ExitCode, report.Reason, report.Work));
        Assert.NotNull(report.ReadyFlipped);
    }

    [Fact]
    public async Task A_budget_that_does_not_add_up_prevents_the_start_and_its_sum_is_printed()
    {
        var run = await ProcessRun.OfAsync(
            "dotnet", [BuildOutput.Of("Spade.Api")],
            environment: new Dictionary<string, string>
            {
                ["Shutdown__GracePeriod"] = "20", ["ConnectionStrings__spadedb"] = "Host=127.0.0.1",
            });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("terminationGracePeriodSeconds 20 s is less than preStop + drain, 35 s", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "The sum: preStop 5 s + lameDuck 5 s + inFlight 22 s + close 2 s + margin 1 s = 35 s; terminationGracePeriodSeconds 20 s.",
            run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "foo",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is 'foo'; it must be grpc or http/protobuf.")]
    [InlineData("Telemetry__FlushTimeout", "00:00:09", "Telemetry:FlushTimeout is 00:00:09; it must be more than zero and at most")]
    [InlineData("Restarts__Retention", "00:00:00", "Restarts:Retention is 00:00:00; it must be more than 00:00:00.")]
    [InlineData("Access__AllowedHosts", "https://spade.example", "Access:AllowedHosts has 'https://spade.example'; it must be a host name")]
    public async Task An_invalid_setting_prevents_the_start_and_is_named_without_a_stack_trace(
        string key, string value, string complaint)
    {
        var run = await ProcessRun.OfAsync(
            "dotnet", [BuildOutput.Of("Spade.Api")],
            environment: new Dictionary<string, string>
            {
                [key] = value, ["ConnectionStrings__spadedb"] = "Host=127.0.0.1;Port=1", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1",
                ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://127.0.0.1:1/v1/traces",
            });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(complaint, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_longer_page_limit_is_accepted_when_the_time_in_flight_is_longer_still()
    {
        var run = await ProcessRun.OfAsync(
            "dotnet", [BuildOutput.Of("Spade.Worker"), "explain"],
            environment: new Dictionary<string, string>
            {
                ["Ocr__PageTimeLimit"] = "00:02:30", ["Shutdown__InFlight"] = "200", ["ConnectionStrings__spadedb"] = "Host=127.0.0.1",
            });
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("inFlight 200 s", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_the_configured_timeline_and_the_connections()
    {
        var run = await ProcessRun.OfAsync(
            "dotnet", [BuildOutput.Of("Spade.Api"), "explain"],
            environment: new Dictionary<string, string>
            {
                ["Shutdown__PreStop"] = "20", ["ConnectionStrings__spadedb"] = "Host=127.0.0.1",
            });
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"(?m)^ +20\.0 s +0\.0 s  SIGTERM: ", run.Output);
        Assert.Matches(@"(?m)^ +47\.0 s +27\.0 s  what still runs is cut", run.Output);
        Assert.Matches(@"(?m)^ +50\.0 s +30\.0 s  SIGKILL", run.Output);
        Assert.Contains(
            "preStop 20 s + lameDuck 5 s + inFlight 22 s + close 2 s + margin 1 s = 50 s", run.Output, StringComparison.Ordinal);
        Assert.Contains("pool 20 + health check 1 + node session 1 = 22", run.Output, StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(Action<IServiceCollection> register) => Task.Run(() => ServiceHost.Run([], () =>
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Shutdown:LameDuck"] = "0";
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults(ServiceBudgets.Api);
        register(builder.Services);
        return builder.Build();
    })).DefaultTimeout();

    private sealed class StopsAtOnce(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Throws : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new InvalidOperationException("broken on purpose");
    }

    private sealed class StopsWithinItsStart(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Waits : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => new TaskCompletionSource().Task.WaitAsync(stoppingToken);
    }

    private sealed class CancelsItself : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            throw new TaskCanceledException("a timeout elsewhere");
    }

    private sealed class FailsToStop : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("broken on purpose");
    }

    private sealed class AbortedWork : IWorkInFlight
    {
        public string Name => "things";

        public WorkTally Tally => new(1, 0, 0, 0, 1);

        public void Mark()
        {
        }

        public IReadOnlyList<string> Describe() => [];
    }

    private sealed class Listener : IExitReportWriter
    {
        public List<ExitReport> Reports { get; } = [];

        public Task WriteAsync(ExitReport report, CancellationToken cancellationToken)
        {
            Reports.Add(report);
            return Task.CompletedTask;
        }
    }
}
