namespace Spade.Tests.Infrastructure;

/// <summary>The files in <c>Spade.Tests/Inputs</c>: documents that are not what they claim to be.</summary>
internal static class Inputs
{
    public static string PathOf(string name) => Repository.PathOf("Spade.Tests", "Inputs", name);

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));
}
