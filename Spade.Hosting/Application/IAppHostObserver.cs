using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Somebody, such as a test, who watches over the first application that a flow of control makes.</summary>
internal interface IAppHostObserver
{
    /// <summary>Before anything is made; both may be changed.</summary>
    void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    /// <summary>The builder is there, with nothing in it.</summary>
    void Created(DistributedApplicationBuilder builder);

    /// <summary>The description has ended; the application is made when this returns.</summary>
    void Building(DistributedApplicationBuilder builder);

    /// <summary>The application is made. Returns what whoever called <c>Build</c> gets.</summary>
    DistributedApplication Built(IHost host);
}
