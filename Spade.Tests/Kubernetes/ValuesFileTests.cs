using Aspire.Hosting;
using Spade.Hosting;

namespace Spade.Tests.Kubernetes;

/// <summary>Setting values in a values file without any other change.</summary>
public sealed class ValuesFileTests
{
    private const string Text = """
        # A shop.
        web:
          replicas: 2 # Enough for a day.
          config: {} # None yet.
          cpu: "1"
          tag:   # Not known.
          paths:
            # Two.
            - /a
            - /b
          # The last line.

        services:
          # The web.
          web:
            probes:
              ready: {path: /ready, periodSeconds: 2} # Often.
        """;

    [Fact]
    public void Values_change_in_place_and_every_comment_stays()
    {
        var values = new ValuesFile("values.yaml", Text);

        values.Set(3, "web", "replicas");
        values.Set(new Dictionary<string, object?> { ["A"] = "x y" }, "web", "config");
        values.Set("v1", "web", "tag");
        values.Set(new List<string> { "/c" }, "web", "paths");
        values.Set(new Dictionary<string, object?> { ["path"] = "/ready", ["periodSeconds"] = 5 }, "services", "web", "probes", "ready");

        Assert.Equal(
            """
            # A shop.
            web:
              replicas: 3 # Enough for a day.
              config: {"A":"x y"} # None yet.
              cpu: "1"
              tag: "v1"   # Not known.
              paths:
                # Two.
                ["/c"]
              # The last line.

            services:
              # The web.
              web:
                probes:
                  ready: {"path":"/ready","periodSeconds":5} # Often.
            """,
            values.Text);
    }

    [Fact]
    public void Equal_values_keep_their_bytes()
    {
        var values = new ValuesFile("values.yaml", Text);

        values.Set(2, "web", "replicas");
        values.Set("1", "web", "cpu");
        values.Set(null, "web", "tag");
        values.Set(new List<string> { "/a", "/b" }, "web", "paths");
        values.Set(new Dictionary<string, object?> { ["periodSeconds"] = 2, ["path"] = "/ready" }, "services", "web", "probes", "ready");

        Assert.Equal(Text, values.Text);
    }

    [Fact]
    public void A_missing_value_is_an_error_that_names_it_unless_it_is_set_to_nothing()
    {
        var values = new ValuesFile("shop/values.yaml", Text);

        var error = Assert.Throws<DistributedApplicationException>(() => values.Set("100m", "web", "resources", "cpu"));
        values.Set(null, "web", "port");
        values.Set(new List<string>(), "web", "references");

        Assert.Equal(
            "The application's model sets web.resources.cpu to \"100m\", and shop/values.yaml has no such value. "
                + "Add it, and what uses it in the templates.",
            error.Message);
        Assert.Equal(Text, values.Text);
    }

    [Fact]
    public void A_file_without_values_is_an_error()
    {
        var error = Assert.Throws<DistributedApplicationException>(() => new ValuesFile("values.yaml", "- a\n").Set(1, "web"));

        Assert.Contains("values.yaml is not a file of values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_sections_are_added_with_their_comments_and_existing_ones_stay_unchanged()
    {
        var values = new ValuesFile(
            "values.yaml", "# A shop.\nweb:\n  replicas: 2\n\nservices:\n  web: {name: web}\n  # No more.\n\nother: {}\n");

        values.Add(
            "# For new ones.\n\n# The mailer.\nmailer:\n  # Pods.\n  replicas: 1\n\nservices:\n  # The mailer.\n  mailer:\n"
                + "    name: mailer\nweb:\n  replicas: 9\n");

        Assert.Equal(
            "# A shop.\nweb:\n  replicas: 2\n\nservices:\n  web: {name: web}\n  # The mailer.\n  mailer:\n    name: mailer\n"
                + "  # No more.\n\nother: {}\n\n"
                + "# The mailer.\nmailer:\n  # Pods.\n  replicas: 1\n",
            values.Text);
    }
}
