namespace Spade.Tests.Restarts.Rig;

/// <summary>A test of what only newer kernels do. Skipped on older ones, and run on CI wherever that is.</summary>
internal sealed class KernelFactAttribute : FactAttribute
{
    /// <param name="since">The first version that does it, such as <c>6.12</c>.</param>
    public KernelFactAttribute(string since)
    {
        if (Environment.GetEnvironmentVariable("CI") is not { Length: > 0 } && Environment.OSVersion.Version < Version.Parse(since))
            Skip = $"Linux {since} or later; this is {Environment.OSVersion.Version}";
    }
}
