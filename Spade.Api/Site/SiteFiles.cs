using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;

namespace Spade.Api.Site;

/// <summary>The page's scripts, styles and pictures, read once from the assembly.</summary>
/// <remarks>They are inside the assembly, so that the output of a build, which images and tests run, is complete.</remarks>
internal sealed class SiteFiles
{
    private const string Prefix = "wwwroot/";
    private readonly Dictionary<string, SiteFile> _files;

    public SiteFiles()
    {
        var assembly = typeof(SiteFiles).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);
        Version = VersionOf(_files);
        Folder = $"/site/{Version}";
        Scripts = [.. Named(".js")];
    }

    /// <summary>Hash of all files. It is part of their addresses, so that a browser may keep them for ever.</summary>
    public string Version { get; }

    /// <summary>The address that all files are below. Scripts import each other by relative paths, and so stay below it.</summary>
    public string Folder { get; }

    /// <summary>Every script, relative to <see cref="Folder"/>.</summary>
    public IReadOnlyList<string> Scripts { get; }

    public bool TryFind(string path, [NotNullWhen(true)] out SiteFile? file) => _files.TryGetValue(path, out file);

    private IEnumerable<string> Named(string extension) =>
        _files.Keys.Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static SiteFile Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known)
            ? known
            : throw new InvalidOperationException($"{name} has no known media type.");
        return new SiteFile(content, type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type);
    }

    private static string VersionOf(Dictionary<string, SiteFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(SHA256.HashData(file.Content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}

/// <summary>One of the page's files.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record SiteFile(byte[] Content, string ContentType);
