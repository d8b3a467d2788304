using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Storage;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Containers;

/// <summary>Docker or Podman on this machine.</summary>
internal sealed class ContainerRuntime(IConfiguration configuration)
{
    /// <summary>Configuration key of a registry that all images come from.</summary>
    internal const string RegistryKey = "AppHost:ContainerRegistry";

    private const string ChoiceKey = "ASPIRE_CONTAINER_RUNTIME";

    /// <summary>A daemon that is there answers in milliseconds; a remote one takes a little longer.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private string? _program;

    /// <summary>Path of the program to run containers with.</summary>
    /// <exception cref="DistributedApplicationException">Neither is there and answers.</exception>
    internal async Task<string> FindAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        if (_program is not null)
            return _program;
        string[] names = configuration[ChoiceKey] is { Length: > 0 } choice ? [choice] : ["docker", "podman"];
        foreach (var program in names.Select(name => Programs.InPath(name).FirstOrDefault()).OfType<string>())
        {
            // Both know ps, and it fails where no daemon listens.
            if (await RunAsync(program, ["ps", "--quiet"], cancellationToken) == 0)
                return _program = program;
        }

        throw new DistributedApplicationException(
            $"'{container.Name}' is a container, and this machine has no {string.Join(" or ", names)} that answers. Start it, install it, or leave '{container.Name}' out.");
    }

    /// <summary>Removes the container, if it is still there: one that ignores signals outlives the program that started it, and so does every
    /// container whose AppHost was killed.</summary>
    internal async Task RemoveAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        if (_program is not null)
            await RunAsync(_program, ["rm", "--force", NameOf(container)], cancellationToken);
    }

    /// <summary>The same in every run of one AppHost, so that the next run finds what the last one left; different for every data folder.</summary>
    internal string NameOf(ContainerResource container)
    {
        if (container.TryGetLastAnnotation<ContainerNameAnnotation>(out var given))
            return given.Name;
        var folder = ApplicationFolder.Of(configuration, configuration["AppHost:Directory"]!).FullPath;
        return string.Create(
            CultureInfo.InvariantCulture, $"{container.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..8]}");
    }

    private static async Task<int> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await output;
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await output.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            return -1;
        }
    }
}
