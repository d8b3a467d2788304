using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Run.Console;

/// <summary>The terminal: every line behind the name of the replica or resource that it comes from, each resource in its own colour.</summary>
internal sealed class RunConsole : IHostedService
{
    /// <summary>Configuration key that keeps the console silent when it is false, as in tests.</summary>
    internal const string IsShownKey = "AppHost:Console";

    /// <summary>Name before the AppHost's own lines.</summary>
    internal const string AppHostName = "apphost";

    // Cyan, yellow, green, magenta, blue: readable on dark and on light; red is left to errors.
    private static readonly int[] Colours = [36, 33, 32, 35, 34];

    private readonly Dictionary<string, int> _colours = new(StringComparer.OrdinalIgnoreCase);
    private readonly ResourceLoggerService _logs;
    private readonly int _width;
    private readonly bool _isShown;

    public RunConsole(DistributedApplicationModel model, ResourceLoggerService logs, IConfiguration configuration)
    {
        _isShown = configuration.GetValue(IsShownKey, true);
        _logs = logs;
        var resources = model.Resources.Where(resource => !resource.IsValue()).ToList();
        var names = resources.ConvertAll(resource => resource.Name);
        // Replicas come and go with every restart; the column stays where it is.
        _width = resources.Select(ReplicaSet.LongestName).Append(AppHostName.Length).Max();
        for (var i = 0; i < names.Count; i++)
            _colours[names[i]] = Colours[i % Colours.Length];
    }

    /// <summary>True where colours are seen: on a terminal whose owner has not asked for none (no-color.org).</summary>
    internal static bool HasColours { get; } = !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _logs.LineWritten += Write;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logs.LineWritten -= Write;
        return Task.CompletedTask;
    }

    internal void Write(string name, string text)
    {
        if (!_isShown)
            return;
        try
        {
            System.Console.Out.WriteLine(HasColours
                ? string.Create(CultureInfo.InvariantCulture, $"\e[{_colours.GetValueOrDefault(_logs.OwnerOf(name), 1)}m{name.PadRight(_width)} |\e[0m {text}")
                : $"{name.PadRight(_width)} | {text}");
        }
        catch (IOException)
        {
            // The terminal is gone. What is being done is done without it.
        }
    }

    private void Write(LogEntry entry) => Write(entry.Source, entry.Line.Content);
}
