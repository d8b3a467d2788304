using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Spade.Api.Configuration;
using Spade.Api.Uploads;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;
using Spade.Documents.Inspection;

namespace Spade.Benchmarks.InProcess;

/// <summary>An upload from the bytes of its request to its content id: all that the API does before it uses the database.</summary>
/// <remarks>A kilobyte stays in memory; a megabyte goes to a temporary file.</remarks>
public class UploadBenchmarks
{
    private const string Boundary = "a-line-that-is-in-no-scan";
    private static readonly RecognitionOptions Asked = new("eng", null, RecognitionOptions.DefaultDpi);

    private readonly MultipartUpload _upload = new(new UploadSpool(Options.Create(new ApiLimits()), Options.Create(new DocumentLimits())));
    private readonly MediaTypeHeaderValue _type = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
    private byte[] _file = [];
    private byte[] _form = [];

    [Params(1024, 1024 * 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        // Random bytes, like those of a compressed scan: the parser searches all of them for the boundary.
        _file = new byte[Bytes];
        new Random(1).NextBytes(_file);
        "%PDF-1.7\n"u8.CopyTo(_file);
        const string Head = $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\r\n";
        _form = [.. Encoding.ASCII.GetBytes(Head), .. _file, .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n")];
    }

    [Benchmark]
    public async Task<string> ReadForm()
    {
        await using var upload = await _upload.ReadAsync(new MemoryStream(_form), _type, CancellationToken.None);
        return ContentId.Of(TenantName.Default, upload.Sha256, Asked);
    }

    /// <summary>The lower bound: hashing alone.</summary>
    [Benchmark]
    public string ComputeId() => ContentId.Of(TenantName.Default, Convert.ToHexStringLower(SHA256.HashData(_file)), Asked);
}
