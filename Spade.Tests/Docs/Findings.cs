namespace Spade.Tests.Docs;

/// <summary>Shows every finding of a test over the whole repository; xunit's own message stops after five.</summary>
internal static class Findings
{
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{all.Count} findings:\n{string.Join('\n', all)}");
    }
}
