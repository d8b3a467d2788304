using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs;
using Spade.Jobs.Configuration;
using Spade.ServiceDefaults.Budgets;

namespace Spade.Tests.Jobs;

/// <summary>A host that stops before its queue leaves jobs that look as if they had crashed it.</summary>
public sealed class DrainLimitTests
{
    [Fact]
    public async Task A_drain_that_the_host_would_cut_is_rejected_at_the_start_with_the_sum()
    {
        using var host = Build(TimeSpan.FromSeconds(110), shutdownTimeout: null);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(
            "Jobs:DrainLimit 110 s + Jobs:CancelLimit 2 s + last writes 0.25 s = 112.25 s, and HostOptions.ShutdownTimeout is 30 s",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("raise ShutdownTimeout to 112.25 s, or lower Jobs:DrainLimit", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(110, 112.25)]
    [InlineData(110, -0.001)]
    [InlineData(27.75, 30)]
    public void A_drain_that_fits_is_taken_as_it_is(double drainLimit, double shutdownTimeout)
    {
        using var host = Build(TimeSpan.FromSeconds(drainLimit), TimeSpan.FromSeconds(shutdownTimeout));
        Assert.Equal(TimeSpan.FromSeconds(drainLimit), host.Services.GetRequiredService<IOptions<JobsOptions>>().Value.DrainLimit);
    }

    [Theory]
    [InlineData(null, 26.75)]
    [InlineData(60.0, 56.75)]
    [InlineData(600.0, 110)]
    public void A_drain_limit_that_is_not_set_follows_the_hosts(double? shutdownTimeout, double drainLimit)
    {
        using var host = Build(null, shutdownTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.Equal(TimeSpan.FromSeconds(drainLimit), host.Services.GetRequiredService<IOptions<JobsOptions>>().Value.DrainLimit);
    }

    [Fact]
    public void The_services_own_budgets_fit()
    {
        foreach (var budget in new[] { ServiceBudgets.Api, ServiceBudgets.Worker })
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Configuration["ConnectionStrings:spadedb"] = "Host=localhost";
            builder.Services.AddJobs();
            builder.Services.AddSingleton(budget);
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = budget.HostShutdownTimeout);
            using var host = builder.Build();
            Assert.Equal(budget.LameDuck + budget.InFlight, host.Services.GetRequiredService<IOptions<JobsOptions>>().Value.DrainLimit);
        }
    }

    private static IHost Build(TimeSpan? drainLimit, TimeSpan? shutdownTimeout)
    {
        var builder = Host.CreateApplicationBuilder();
        // No connection is opened.
        builder.Configuration["ConnectionStrings:spadedb"] = "Host=localhost";
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create("Host=localhost"));
        builder.Services.AddJobs(drainLimit is { } limit ? options => options.DrainLimit = limit : null);
        if (shutdownTimeout is { } timeout)
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = timeout);
        return builder.Build();
    }
}
