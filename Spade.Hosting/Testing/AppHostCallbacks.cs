using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Who wants to have a say while an AppHost's application is made.</summary>
internal sealed record AppHostCallbacks
{
    internal Action<DistributedApplicationOptions, HostApplicationBuilderSettings> Creating { get; init; } = (_, _) => { };

    internal Action<DistributedApplicationBuilder> Created { get; init; } = _ => { };

    internal Action<DistributedApplicationBuilder> Building { get; init; } = _ => { };

    internal Action<DistributedApplication> Built { get; init; } = _ => { };
}
