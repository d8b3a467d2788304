using Aspire.Hosting;
using Spade.Hosting;

namespace Spade.Tests.Kubernetes;

/// <summary>What is set in a file of values, and that nothing else changes in it.</summary>
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
    public void What_is_equal_keeps_its_bytes()
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
    public void A_value_that_is_not_there_is_refused_by_its_name_and_nothing_can_be_said_of_it()
    {
        var values = new ValuesFile("shop/values.yaml", Text);

        var refusal = Assert.Throws<DistributedApplicationException>(() => values.Set("100m", "web", "resources", "cpu"));
        values.Set(null, "web", "port");
        values.Set(new List<string>(), "web", "references");

        Assert.Equal(
            "The application's model sets web.resources.cpu to \"100m\", and shop/values.yaml has no such value. "
                + "Add it, and what uses it in the templates.",
            refusal.Message);
        Assert.Equal(Text, values.Text);
    }

    [Fact]
    public void A_file_that_holds_no_values_is_refused()
    {
        var refusal = Assert.Throws<DistributedApplicationException>(() => new ValuesFile("values.yaml", "- a\n").Set(1, "web"));

        Assert.Contains("values.yaml is not a file of values", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_sections_come_with_their_comments_and_old_ones_are_left_alone()
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
