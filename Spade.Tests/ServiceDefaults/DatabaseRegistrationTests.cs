using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults;
using Spade.ServiceDefaults.Database;
using Spade.Shutdown;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.ServiceDefaults;

public sealed class DatabaseRegistrationTests
{
    [Fact]
    public async Task A_connection_gives_up_quickly_and_is_ended_when_it_idles_in_a_transaction()
    {
        await using var app = await BuildAsync(builder => builder.AddSpadeDataSource("spadedb", maxPoolSize: 3));
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);

        await using var command = source.CreateCommand(
            "SELECT current_setting('idle_in_transaction_session_timeout') || ' ' || current_setting('application_name')");

        Assert.Equal("10s spade-test", await command.ExecuteScalarAsync());
        Assert.Equal((3, 10, true), (settings.MaxPoolSize, settings.CommandTimeout, settings.TcpKeepAlive));
        // The test's connection string sets 5 s, and that is kept.
        Assert.Equal(5, settings.Timeout);
    }

    [Fact]
    public async Task The_default_time_to_connect_is_two_seconds_and_the_options_of_the_connection_string_come_last()
    {
        await using var app = await BuildAsync(
            builder => builder.AddSpadeDataSource("spadedb", maxPoolSize: 3),
            given => new NpgsqlConnectionStringBuilder(given.Replace(";Timeout=5", "", StringComparison.Ordinal))
            {
                Options = "-c idle_in_transaction_session_timeout=42s -c lock_timeout=7s",
            }.ConnectionString);
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();

        await using var command = source.CreateCommand(
            "SELECT current_setting('idle_in_transaction_session_timeout') || ' ' || current_setting('lock_timeout')");

        Assert.Equal("42s 7s", await command.ExecuteScalarAsync());
        Assert.Equal(2, new NpgsqlConnectionStringBuilder(source.ConnectionString).Timeout);
    }

    [Fact]
    public async Task The_health_check_does_not_queue_behind_a_pool_in_full_use()
    {
        await using var app = await BuildAsync(builder => builder.AddSpadeDataSource("spadedb", maxPoolSize: 1));
        await using var taken = await app.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();

        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Healthy, report.Entries["database"].Status);
    }

    [Fact]
    public void A_missing_connection_string_is_named_with_the_variable_to_set()
    {
        var builder = WebApplication.CreateBuilder();

        var error = Assert.Throws<StartupException>(() => builder.AddSpadeDataSource("spadedb", maxPoolSize: 3));

        Assert.StartsWith(
            "The connection string of the database is missing: set ConnectionStrings:spadedb "
            + "(as an environment variable ConnectionStrings__spadedb)",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_connection_string_is_named_without_its_password()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:spadedb"] = "Host=db;Password=hunter2;Pool=huge";

        var error = Assert.Throws<StartupException>(() => builder.AddSpadeDataSource("spadedb", maxPoolSize: 3));

        Assert.StartsWith("ConnectionStrings:spadedb is not a PostgreSQL connection string:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_shares_the_service_s_one_pool()
    {
        await using var app = await BuildAsync(builder =>
        {
            builder.AddSpadeDataSource("spadedb", maxPoolSize: 1);
            builder.AddSpadeDbContext<EmptyContext>(settings => settings.DisableRetry = true);
        });
        using var scope = app.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<EmptyContext>();

        var first = await PidAsync((NpgsqlConnection)context.Database.GetDbConnection());
        await using var connection = app.Services.GetRequiredService<NpgsqlDataSource>().CreateConnection();

        Assert.Equal(first, await PidAsync(connection));
        Assert.False(context.Database.CreateExecutionStrategy().RetriesOnFailure);
    }

    [Fact]
    public async Task Aspire_s_retries_are_on_unless_a_service_switches_them_off_and_its_section_is_read()
    {
        await using var app = await BuildAsync(builder =>
        {
            builder.Configuration["Aspire:Npgsql:EntityFrameworkCore:PostgreSQL:EmptyContext:CommandTimeout"] = "13";
            builder.AddSpadeDataSource("spadedb", maxPoolSize: 1);
            builder.AddSpadeDbContext<EmptyContext>();
        });
        using var scope = app.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<EmptyContext>();

        Assert.True(await context.Database.CanConnectAsync());
        Assert.Equal(13, context.Database.GetCommandTimeout());
        Assert.True(context.Database.CreateExecutionStrategy().RetriesOnFailure);
    }

    [Fact]
    public async Task The_only_check_of_the_database_is_the_cached_one()
    {
        await using var app = await BuildAsync(builder =>
        {
            builder.AddSpadeDataSource("spadedb", maxPoolSize: 1);
            builder.AddSpadeDbContext<EmptyContext>();
        });

        var checks = app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;

        Assert.Equal(["database"], checks.Select(check => check.Name));
    }

    private static async Task<WebApplication> BuildAsync(Action<WebApplicationBuilder> register, Func<string, string>? change = null)
    {
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["OTEL_SERVICE_NAME"] = "spade-test";
        builder.Configuration["ConnectionStrings:spadedb"] = change is null ? database : change(database);
        builder.AddServiceDefaults(ServiceBudgets.Api);
        register(builder);
        return builder.Build();
    }

    private static async Task<int> PidAsync(NpgsqlConnection connection)
    {
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        var pid = (int)(await command.ExecuteScalarAsync())!;
        await connection.CloseAsync();
        return pid;
    }

    private sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);
}
