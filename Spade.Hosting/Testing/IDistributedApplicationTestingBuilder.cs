namespace Aspire.Hosting.Testing;

/// <summary>An application that a test is about to run. Disposing it ends the application, and the AppHost's <c>Main</c> with it.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Ends the description. The application is the test's to start; once.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
