namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every project and program knows.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts what does not run.</summary>
    public const string StartCommand = "start";

    /// <summary>Stops what runs.</summary>
    public const string StopCommand = "stop";

    /// <summary>Stops, then starts.</summary>
    public const string RestartCommand = "restart";
}
