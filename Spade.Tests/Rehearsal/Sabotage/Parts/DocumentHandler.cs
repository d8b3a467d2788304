using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Documents;
using Spade.Jobs;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Exchanges the handler of documents. The real one stays registered, for the other to use.</summary>
internal static class DocumentHandler
{
    public static void Replace<THandler>(IServiceCollection services) where THandler : class, IJobHandler<RecognizeDocument>
    {
        var place = services.IndexOf(services.Single(
            service => service.ImplementationInstance is JobQueue { Concurrency: > 0, Name: RecognizeDocument.Queue }));
        var queue = (JobQueue)services[place].ImplementationInstance!;
        // The queue's fetcher, which makes the handler, is registered right after the queue.
        if (services[place + 1].ServiceType != typeof(QueueFetcher))
            throw new InvalidOperationException($"After the queue comes {services[place + 1].ServiceType}, and not its fetcher.");
        services.RemoveAt(place + 1);
        services.RemoveAt(place);
        new JobsBuilder(services).AddHandler<RecognizeDocument, THandler>(queue.Name, options =>
        {
            options.Concurrency = queue.Concurrency;
            options.Turn = queue.Turn;
        });
    }
}
