using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Spade.Hosting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary><c>AddHelmChart</c> in an application other than Spade's.</summary>
public sealed class HelmChartTests : IDisposable
{
    private readonly SmallShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Publishing_copies_the_chart_and_sets_values_from_the_model()
    {
        await using var application = _shop.Describe().Build();
        await application.RunAsync().DefaultTimeout();

        Assert.Equal(
            """
            # The shop's own comment.
            web:
              replicas: 3 # As many as the model says.
              config:
                Theme: "dark"
            services:
              web: {name: shop-web, port: 9000, servicePort: 80}

            """,
            _shop.Values);
        var (chart, output) = (ChartFolder.Read(_shop.Chart), ChartFolder.Read(_shop.Output));
        Assert.Equal(chart.Keys.Order(StringComparer.Ordinal), output.Keys.Order(StringComparer.Ordinal));
        Assert.All(chart.Where(file => file.Key != "values.yaml"), file => Assert.Equal(file.Value, output[file.Key]));
    }

    [HelmFact]
    public async Task A_new_project_is_added_to_the_chart()
    {
        await PublishAsync(
            (application, web) => web.WithReference(
                application.AddProject<SmallShop.SomeProject>("report-mailer").WithHttpEndpoint().WithEnvironment("From", "a@b")),
            services: "web: {name: shop-web, port: 1, servicePort: null, references: []}");

        Assert.Contains(
            "\n# report-mailer.\nreportMailer:\n  replicas: 1\n  config: {\"From\":\"a@b\"}\n", _shop.Values, StringComparison.Ordinal);
        Assert.Contains(
            "  # report-mailer.\n  reportMailer:\n    name: report-mailer\n    port: 8080\n    servicePort: 80\n",
            _shop.Values,
            StringComparison.Ordinal);
        Assert.Contains("references: [\"reportMailer\"]", _shop.Values, StringComparison.Ordinal);
        var rendering = await Helm.RunAsync("template", "shop", _shop.Output);
        Assert.True(rendering.ExitCode == 0, rendering.Error);
        Assert.Equal(
            ["ConfigMap/report-mailer", "ConfigMap/shop-web"],
            Manifest.Parse(rendering.Output).Select(manifest => manifest.Label).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Variables_that_Aspire_adds_reach_no_pod()
    {
        var builder = _shop.Describe();
        var web = builder.Resources.OfType<ProjectResource>().Single();
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, web);
        foreach (var annotation in web.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        await PublishAsync();

        // First check that Aspire still adds them; otherwise this test would prove nothing.
        string[] added = ["ASPNETCORE_FORWARDEDHEADERS_ENABLED", "HTTP_PORTS", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"];
        Assert.All(added, variable => Assert.Contains(variable, context.EnvironmentVariables.Keys));
        Assert.All(added, variable => Assert.DoesNotContain(variable, _shop.Values, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_the_chart_lacks_is_an_error_and_nothing_is_written()
    {
        var error = await _shop.ErrorAsync((_, web) => web.WithEnvironment("Colour", "red"));

        Assert.Contains("sets web.config.Colour to \"red\"", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shop.Output));
    }

    [Fact]
    public async Task What_the_chart_would_not_render_is_an_error()
    {
        var cache = await _shop.ErrorAsync((application, _) => application.AddContainer("cache", "redis"));
        var services = await _shop.ErrorAsync((application, _) => application.AddProject<SmallShop.SomeProject>("services"));
        File.Delete(Path.Combine(_shop.Chart, "service-values.yaml"));
        var mailer = await _shop.ErrorAsync((application, _) => application.AddProject<SmallShop.SomeProject>("mailer"));

        Assert.Contains("'cache' would not be in the chart", cache, StringComparison.Ordinal);
        Assert.Contains("would take the section 'services'", services, StringComparison.Ordinal);
        Assert.Contains("The project 'mailer' would not be in the chart", mailer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_that_are_excluded_or_go_to_another_environment_are_left_out()
    {
        await PublishAsync((application, _) =>
        {
            application.AddContainer("cache", "redis").ExcludeFromManifest();
            application.AddProject<SmallShop.SomeProject>("demo").ExcludeFromManifest();
            var cluster = application.AddResource(new OtherCluster());
            application.AddContainer("mail", "postfix").WithComputeEnvironment(cluster);
            application.AddProject<SmallShop.SomeProject>("mailer").WithComputeEnvironment(cluster);
        });

        Assert.DoesNotContain("demo", _shop.Values, StringComparison.Ordinal);
        Assert.DoesNotContain("mail", _shop.Values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_no_longer_in_the_model_is_an_error()
    {
        _shop.Write(
            "values.yaml",
            "web: {replicas: 1, config: {Theme: a}}\nservices:\n  web: {name: shop-web, port: 1, servicePort: 1}\n  old: {name: old}\n");

        Assert.Contains("services.old of", await _shop.ErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_not_plain_text_must_be_made_by_the_templates()
    {
        void Add(IDistributedApplicationBuilder application, IResourceBuilder<ProjectResource> web) =>
            web.WithEnvironment("MAIL_KEY", application.AddParameter("mail-key", secret: true));

        Assert.Contains("the variable MAIL_KEY, which is not plain text", await _shop.ErrorAsync(Add), StringComparison.Ordinal);
        await PublishAsync(Add, services: "web: {name: shop-web, port: 1, servicePort: null, templated: [MAIL_KEY]}");
        Assert.DoesNotContain("MAIL_KEY:", _shop.Values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shutdown_variable_that_contradicts_the_budget_is_an_error()
    {
        _shop.Write("values.yaml", """
            web: {replicas: 1, config: {Theme: a}}
            shutdown: {web: {preStopSeconds: 0, drainSeconds: 0}}
            services: {web: {name: shop-web, port: 1, servicePort: 1, shutdown: {}}}
            """);
        var stop = new GracefulShutdownAnnotation
        {
            PreStop = TimeSpan.FromSeconds(5),
            LameDuck = TimeSpan.FromSeconds(5),
            InFlight = TimeSpan.FromSeconds(22),
            Close = TimeSpan.FromSeconds(2),
            Margin = TimeSpan.FromSeconds(1),
            GracePeriod = TimeSpan.FromSeconds(40),
        };

        Assert.Contains(
            "Shutdown__InFlight is set to 60, but its shutdown budget says 22 s",
            await _shop.ErrorAsync(
                (_, web) => web.WithAnnotation(stop).WithEnvironment("Shutdown__InFlight", "60")), StringComparison.Ordinal);
        await PublishAsync((_, web) => web.WithAnnotation(stop).WithEnvironment("Shutdown__InFlight", "00:00:22"));
        Assert.Contains("shutdown: {web: {preStopSeconds: 5, drainSeconds: 30}}", _shop.Values, StringComparison.Ordinal);
        Assert.Contains("\"slackSeconds\":5}", _shop.Values, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.txt", "mine", "which is not a Helm chart")]
    [InlineData("Chart.yaml", "name: other\n", "holds another chart, 'other'")]
    public async Task A_folder_that_holds_something_else_is_left_alone(string file, string content, string expected)
    {
        Directory.CreateDirectory(_shop.Output);
        await File.WriteAllTextAsync(Path.Combine(_shop.Output, file), content);

        Assert.Contains(expected, await _shop.ErrorAsync(), StringComparison.Ordinal);
        Assert.Equal(content, Assert.Single(ChartFolder.Read(_shop.Output)).Value);
    }

    [Theory]
    [InlineData("templates/old.yaml")]
    [InlineData("charts/old-1.0.0.tgz")]
    [InlineData("charts/old/templates/all.yaml")]
    [InlineData("crds/old.yaml")]
    public async Task A_file_that_Helm_would_use_and_the_chart_no_longer_has_is_named(string file)
    {
        await PublishAsync();
        var stale = Path.Combine(_shop.Output, file);
        Directory.CreateDirectory(Path.GetDirectoryName(stale)!);
        await File.WriteAllTextAsync(stale, "# Old.\n");

        Assert.Contains($"{file} is not in the chart", await _shop.ErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_project_with_migrations_is_an_error_because_one_job_migrates()
    {
        var error = await _shop.ErrorAsync((application, web) =>
        {
            web.WithMigrations("migrate");
            application.AddProject<SmallShop.SomeProject>("mailer").WithMigrations("migrate");
        });

        Assert.Contains("'shop-web' and 'mailer' both have migrations", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_public_path_is_an_error_in_the_AppHost()
    {
        var error = Assert.Throws<ArgumentException>(() => _shop.Describe((_, web) => web.WithPublicPaths("/products", "basket")));

        Assert.Contains("'basket' of 'shop-web' is not a path", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "sets services.web.publicPaths to [\"/products\"]",
            await _shop.ErrorAsync((_, web) => web.WithPublicPaths("/products")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_ignores_the_chart()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

        builder.AddHelmChart("helm", "nowhere");

        Assert.Empty(builder.Resources.OfType<HelmChartResource>());
    }

    private async Task PublishAsync(
        Action<IDistributedApplicationBuilder, IResourceBuilder<ProjectResource>>? more = null, string? services = null)
    {
        if (services is not null)
            _shop.Write("values.yaml", $"web: {{replicas: 1, config: {{Theme: a}}}}\nservices:\n  {services}\n");
        await _shop.PublishAsync(more);
    }

    private sealed class OtherCluster() : Resource("cluster"), IComputeEnvironmentResource;
}
