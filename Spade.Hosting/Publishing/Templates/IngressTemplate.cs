using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes values of an Ingress, which is off unless it is asked for.</summary>
internal static class IngressTemplate
{
    internal const string Section = "ingress";

    private const string Annotations =
        """
        Annotations for the controller. For an AWS Application Load Balancer (aws-load-balancer-controller):
          className: alb
          annotations:
            alb.ingress.kubernetes.io/scheme: internet-facing
            alb.ingress.kubernetes.io/target-type: ip
            alb.ingress.kubernetes.io/healthcheck-path: /health/ready
            alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=30
        An ALB learns of a deleted pod late, over AWS's API, and answers 502 when the pod is gone by then. Give it time: preStopSeconds
        20 to 60 in the section shutdown (the grace period follows), and a deregistration delay that is no longer than preStop and drain
        together. It also learns of new pods late: label the namespace, or a rollout removes old pods before their replacements get
        requests:
          kubectl label namespace NAMESPACE elbv2.k8s.aws/pod-readiness-gate-inject=enabled
        """;

    internal static void AddValues(ChartValues values)
    {
        values.Section(Section, "The way in from outside the cluster: only the paths that are meant for everybody (templates/…/ingress.yaml).");
        values.Add($"{Section}.enabled", Scalar.Of(false), "True: make an Ingress.", ValueSchema.Boolean);
        values.Add($"{Section}.className", Scalar.Of(""), "Which controller, such as nginx or alb. Empty: the cluster's default.", ValueSchema.Text);
        values.Add($"{Section}.host", Scalar.Of(""), "Host name. Empty: every one.", ValueSchema.Text);
        values.Add($"{Section}.tls", new Sequence(), "Certificates: [{secretName: my-tls, hosts: [my.host]}].", ValueSchema.AnyList);
        values.Add($"{Section}.annotations", new Mapping(), Annotations, ValueSchema.Labels);
    }

    internal static IEnumerable<Item> Document(Mapping ingress)
    {
        AddAnnotations(ingress);
        if (ingress["spec"] is Mapping spec)
        {
            if (spec["ingressClassName"] is null)
                spec.Items.Insert(0, new Block($"with .Values.{Section}.className", new Entry("ingressClassName", new Expression(". | quote"))));
            if (spec["tls"] is null)
                Hoist.Reference(spec, "tls", $"{Section}.tls", "rules");
            AddHost(spec);
        }

        return [new Block($"if .Values.{Section}.enabled", [.. ingress.Items])];
    }

    private static void AddAnnotations(Mapping ingress)
    {
        if (ingress["metadata"] is not Mapping metadata)
            return;
        const string FromValues = $"with .Values.{Section}.annotations";
        if (metadata["annotations"] is Mapping own)
            own.Items.Add(new Block(FromValues, new Insert("toYaml .")));
        else
            metadata.Items.Add(new Block(FromValues, new Entry("annotations", new Fragment("toYaml ."))));
    }

    private static void AddHost(Mapping spec)
    {
        foreach (var rule in (spec["rules"] as Sequence)?.Values.OfType<Mapping>().Where(rule => rule["host"] is null) ?? [])
            rule.Items.Add(new Block($"with .Values.{Section}.host", new Entry("host", new Expression(". | quote"))));
    }
}
