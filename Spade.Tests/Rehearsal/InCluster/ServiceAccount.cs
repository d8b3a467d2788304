using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Spade.Tests.Rehearsal.InCluster;

/// <summary>What a pod has of its service account: a token, its namespace, and the authority of the API server, whose certificate is made
/// here.</summary>
internal sealed class ServiceAccount : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spade-account-");

    internal ServiceAccount(string space)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        // Schannel and OpenSSL differ in what they take of a key that was never stored; a round trip serves both.
        Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        Write("token", "a token");
        Write("namespace", space);
        Write("ca.crt", made.ExportCertificatePem());
    }

    internal X509Certificate2 Certificate { get; }

    internal string FullPath => _folder.FullName;

    public void Dispose()
    {
        Certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(FullPath, file), text);
}
