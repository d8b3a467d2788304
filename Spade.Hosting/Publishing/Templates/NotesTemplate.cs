using System.Text;
using Aspire.Hosting.Publishing.Reading;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>What helm says after an install, and what stands at the top of <c>values.yaml</c>: what to do first.</summary>
internal static class NotesTemplate
{
    private const string Generated = "\"$(openssl rand -hex 24)\"";

    internal static string File(PublishedModel model)
    {
        string Included(string name) => $"{{{{ include \"{model.Names.Chart}.database.{name}\" . }}}}";
        var text = new StringBuilder($"{OutputFolder.Mark}\n");
        text.Append("{{ .Chart.Name }} {{ .Chart.AppVersion }} is in namespace {{ .Release.Namespace }}.\n");
        if (model.Server is not null)
        {
            text.Append($$$"""

                The database's password is in the secret "{{ include "{{{model.Names.Chart}}}.database.secret" . }}", which the chart does not make. Pods wait until it is there:

                  {{{SecretCommand("{{ .Release.Namespace }}", Included("secret"), Included("secretKey"), Password())}}}

                """);
        }

        text.Append("\nWatch it start and restart:\n\n");
        foreach (var service in model.Services)
            text.Append($"  kubectl --namespace {{{{ .Release.Namespace }}}} rollout status deployment/{service.Name}\n");
        if (model.Services.Find(service => service.IsAddressed) is { } addressed)
        {
            text.Append($"\nReach it from here:\n\n  kubectl --namespace {{{{ .Release.Namespace }}}} port-forward service/{addressed.Name} ");
            text.Append($"5080:{addressed.Ports[0].ServicePort}\n");
        }

        return text.ToString();
    }

    internal static string Introduction(PublishedModel model)
    {
        var text = new StringBuilder($"# Values of the chart {model.Names.Chart}. A name that is not in this file is refused.\n");
        if (model.Server is not null)
        {
            text.Append("#\n# The chart holds no password. Make it first, in the namespace of the release:\n#   ");
            text.Append(SecretCommand("NAMESPACE", model.Names.ObjectName(model.Server), "password", Generated)).Append('\n');
            text.Append($"# or, for {DatabaseTemplate.ExternalSection}, with the password that its user has.\n");
        }

        text.Append("#\n# Objects have fixed names: a second release needs a namespace of its own.\n");
        return text.ToString();
    }

    private static string SecretCommand(string space, string secret, string key, string password) =>
        $"kubectl --namespace {space} create secret generic {secret} --from-literal={key}={password}";

    /// <summary>A server of the chart's own takes any password; another has one.</summary>
    private static string Password() => $"{{{{ if {DatabaseTemplate.External} }}}}'PASSWORD'{{{{ else }}}}{Generated}{{{{ end }}}}";
}
