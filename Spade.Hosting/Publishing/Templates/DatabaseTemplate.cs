using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes values of where the database is: a trial server of the chart's own, or one that is there already.</summary>
/// <param name="model">The application.</param>
/// <param name="user">The superuser of the chart's own server, as a text or an expression.</param>
internal sealed class DatabaseTemplate(PublishedModel model, string user)
{
    internal const string ExternalSection = "externalDatabase";

    private string Key => model.Names.ValueKey(model.Server!);

    private string Secret => model.Names.ObjectName(model.Server!);

    /// <summary>True when the chart's own server is there. The external one wins, so that one value switches over.</summary>
    internal string OwnServer => $"and .Values.{Key}.enabled (not .Values.{ExternalSection}.enabled)";

    private const string CertificateVolume = "postgres-ca", CertificateFolder = "/etc/spade/postgres-ca", CertificateKey = "ca.crt";

    /// <summary>True when the services' pools go through a pooler.</summary>
    internal const string HasPooler = $"and .Values.{ExternalSection}.enabled .Values.{ExternalSection}.poolerHost";

    internal static string External => $".Values.{ExternalSection}.enabled";

    internal void AddOwnValues(ChartValues values)
    {
        values.Add($"{Key}.enabled", Scalar.Of(true), $"False: no server. Not needed with {ExternalSection}.enabled.", ValueSchema.Boolean);
        values.Add(
            $"{Key}.existingSecret", Scalar.Of(Secret), "Secret with the password. The chart never makes it and never holds a password.",
            ValueSchema.FilledText);
        values.Add($"{Key}.existingSecretKey", Scalar.Of("password"), "Its entry.", ValueSchema.FilledText);
    }

    internal void AddExternalValues(ChartValues values)
    {
        values.Section(
            ExternalSection,
            "A PostgreSQL server that is there already, and is backed up: for everything that matters. The job that migrates it runs before\n"
            + "every install and upgrade (helm waits for it), and the services do not migrate at their start.");
        values.Add($"{ExternalSection}.enabled", Scalar.Of(false), $"True: use it, and make no server of {Key}.", ValueSchema.Boolean);
        values.Add($"{ExternalSection}.host", Scalar.Of(""), "Host name.", ValueSchema.ConnectionPart);
        values.Add($"{ExternalSection}.port", Scalar.Of(5432), "Port.", ValueSchema.Integer(1, 65535));
        values.Add(
            $"{ExternalSection}.poolerHost", Scalar.Of(""),
            "Host name of a pooler in transaction mode, such as PgBouncer, for the services' own pools. The session of each process's node and\n"
            + "the migrations go to host, past it. Empty: everything does. A pooler in session mode may be the host itself.",
            ValueSchema.ConnectionPart);
        values.Add($"{ExternalSection}.poolerPort", Scalar.Of(6432), "Its port.", ValueSchema.Integer(1, 65535));
        values.Add($"{ExternalSection}.database", Scalar.Of(model.Database!.DatabaseName), "Database; it must exist.", ValueSchema.ConnectionPart);
        values.Add(
            $"{ExternalSection}.username", Scalar.Of(model.Names.Chart), "User; it must own the database or be able to create tables.", ValueSchema.ConnectionPart);
        values.Add(
            $"{ExternalSection}.sslMode", Scalar.Of("Require"),
            "Require encrypts. VerifyFull also checks the certificate. Disable, Allow and Prefer may send everything in clear.",
            ValueSchema.OneOf("Disable", "Allow", "Prefer", "Require", "VerifyCA", "VerifyFull"));
        values.Add(
            $"{ExternalSection}.caSecret", Scalar.Of(""),
            $"Secret whose entry {CertificateKey} is the certificate of the authority that the server's is checked against, with VerifyCA and VerifyFull.\n"
            + "It must exist before the chart is installed. Empty: the authorities that the images know.", ValueSchema.Text);
        values.Add(
            $"{ExternalSection}.options", Scalar.Of(""), "More of Npgsql's connection string, such as Timeout=5;Keepalive=30. No password.", ValueSchema.Text);
        values.Add(
            $"{ExternalSection}.existingSecret", Scalar.Of(Secret),
            "Secret with the password. It must exist before the chart is installed: the job needs it.", ValueSchema.FilledText);
        values.Add($"{ExternalSection}.existingSecretKey", Scalar.Of("password"), "Its entry.", ValueSchema.FilledText);
    }

    /// <summary>Puts the authority's certificate where the connection string says, when there is one.</summary>
    internal static void MountCertificate(Mapping pod, Mapping container)
    {
        const string IsGiven = $"if and .Values.{ExternalSection}.enabled .Values.{ExternalSection}.caSecret";
        List(container, "volumeMounts").Items.Add(new Block(IsGiven, new Entry(null, new Mapping()
            .Set("name", Scalar.Of(CertificateVolume))
            .Set("mountPath", Scalar.Of(CertificateFolder))
            .Set("readOnly", Scalar.Of(true)))));
        List(pod, "volumes").Items.Add(new Block(IsGiven, new Entry(null, new Mapping()
            .Set("name", Scalar.Of(CertificateVolume))
            .Set("secret", new Mapping()
                .Set("secretName", new Expression($".Values.{ExternalSection}.caSecret | quote"))
                .Set("items", new Sequence(new Mapping().Set("key", Scalar.Of(CertificateKey)).Set("path", Scalar.Of(CertificateKey))))))));
    }

    private static Sequence List(Mapping mapping, string key)
    {
        var list = mapping[key] as Sequence ?? new Sequence();
        mapping.Set(key, list);
        return list;
    }

    internal string Helpers() => $$$"""
        {{- /* The database's host, port, secret and connection string. Nothing here holds a password: Npgsql takes it from PGPASSWORD. */ -}}
        {{- define "{{{model.Names.Chart}}}.database.host" -}}
        {{- if .Values.{{{ExternalSection}}}.enabled -}}
        {{- required "{{{ExternalSection}}}.enabled is true and {{{ExternalSection}}}.host is empty: set it to the server's host name." .Values.{{{ExternalSection}}}.host -}}
        {{- else if .Values.{{{Key}}}.enabled -}}
        {{{Secret}}}
        {{- else -}}
        {{- fail "{{{Key}}}.enabled and {{{ExternalSection}}}.enabled are both false: the services need a database, so set one of them to true." -}}
        {{- end -}}
        {{- end -}}

        {{- define "{{{model.Names.Chart}}}.database.port" -}}
        {{- if .Values.{{{ExternalSection}}}.enabled }}{{ .Values.{{{ExternalSection}}}.port | int }}{{ else }}5432{{ end -}}
        {{- end -}}

        {{- define "{{{model.Names.Chart}}}.database.secret" -}}
        {{- if .Values.{{{ExternalSection}}}.enabled }}{{ .Values.{{{ExternalSection}}}.existingSecret }}{{ else }}{{ .Values.{{{Key}}}.existingSecret }}{{ end -}}
        {{- end -}}

        {{- define "{{{model.Names.Chart}}}.database.secretKey" -}}
        {{- if .Values.{{{ExternalSection}}}.enabled }}{{ .Values.{{{ExternalSection}}}.existingSecretKey }}{{ else }}{{ .Values.{{{Key}}}.existingSecretKey }}{{ end -}}
        {{- end -}}

        {{- /* Past a pooler. */ -}}
        {{- define "{{{model.Names.Chart}}}.database.directConnectionString" -}}
        Host={{ include "{{{model.Names.Chart}}}.database.host" . }};Port={{ include "{{{model.Names.Chart}}}.database.port" . }}{{ include "{{{model.Names.Chart}}}.database.connectionParts" . }}
        {{- end -}}

        {{- /* For the services' pools. Not every pooler knows prepared statements in transaction mode; options may say that this one does. */ -}}
        {{- define "{{{model.Names.Chart}}}.database.connectionString" -}}
        {{- if {{{HasPooler}}} -}}
        Host={{ .Values.{{{ExternalSection}}}.poolerHost }};Port={{ .Values.{{{ExternalSection}}}.poolerPort | int }};Max Auto Prepare=0{{ include "{{{model.Names.Chart}}}.database.connectionParts" . }}
        {{- else -}}
        {{- include "{{{model.Names.Chart}}}.database.directConnectionString" . -}}
        {{- end -}}
        {{- end -}}

        {{- define "{{{model.Names.Chart}}}.database.connectionParts" -}}
        {{- if .Values.{{{ExternalSection}}}.enabled -}}
        {{- with .Values.{{{ExternalSection}}} -}}
        {{- if regexMatch `(?i)(^|;)\s*(password|psw|pwd)\s*=` .options -}}
        {{- fail "{{{ExternalSection}}}.options holds a password, and everybody may read it there: put it into the secret {{{ExternalSection}}}.existingSecret." -}}
        {{- end -}}
        {{- if and .caSecret (not (hasPrefix "Verify" .sslMode)) -}}
        {{- fail (printf "{{{ExternalSection}}}.caSecret is set and sslMode is %s, which checks no certificate: set sslMode to VerifyFull or VerifyCA." .sslMode) -}}
        {{- end -}}
        ;Username={{ .username }};Database={{ .database }};SSL Mode={{ .sslMode }}{{ if .caSecret }};Root Certificate={{{CertificateFolder}}}/{{{CertificateKey}}}{{ end }}{{ with .options }};{{ . }}{{ end }}
        {{- end -}}
        {{- else -}}
        ;Username={{{user}}};Database={{{model.Database!.DatabaseName}}}
        {{- end -}}
        {{- end -}}
        """;
}
