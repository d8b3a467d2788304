namespace Aspire.Hosting;

/// <summary>What is taken over from a project's own settings.</summary>
public class ProjectResourceOptions
{
    /// <summary>Launch profile to use; by default the one with the AppHost's own profile's name, or else the first that runs the project.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>True uses no launch profile.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>In Aspire, leaves out the endpoints of the project's Kestrel configuration. It changes nothing here: only what the AppHost and
    /// the launch profile say makes an endpoint.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}
