using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spade.Rehearsal.Reports.Certificates;

/// <summary>Writes a certificate as JSON.</summary>
internal static class CertificateFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Json(Certificate certificate) => JsonSerializer.Serialize(certificate, Options) + "\n";

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, Certificate certificate, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, Json(certificate), cancellationToken);
}
