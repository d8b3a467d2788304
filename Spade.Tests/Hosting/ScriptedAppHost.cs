using System.Collections.Concurrent;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>An AppHost whose Main is this test assembly's, told by a number what to describe.</summary>
internal sealed class ScriptedAppHost
{
    private static readonly ConcurrentDictionary<string, ScriptedAppHost> Known = new();
    private static int _count;

    private readonly string _id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
    private readonly Action<IDistributedApplicationBuilder> _describe;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ScriptedAppHost(Action<IDistributedApplicationBuilder> describe)
    {
        _describe = describe;
        Known[_id] = this;
    }

    /// <summary>Ends with Main, however that ends.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>The last state of each resource.</summary>
    internal ConcurrentDictionary<string, string?> LastStates { get; } = new();

    internal Task<IDistributedApplicationTestingBuilder> CreateAsync() =>
        DistributedApplicationTestingBuilder.CreateAsync(typeof(TestProgram), [TestProgram.Scripted, _id]);

    internal static void Run(string id, string[] args)
    {
        var appHost = Known[id];
        try
        {
            var builder = DistributedApplication.CreateBuilder(args);
            appHost._describe(builder);
            builder.Eventing.Subscribe<BeforeStartEvent>((before, _) =>
            {
                foreach (var resource in before.Model.Resources)
                    builder.Eventing.Subscribe<ResourceStoppedEvent>(resource, appHost.NoteAsync);
                return Task.CompletedTask;
            });
            using var application = builder.Build();
            application.Run();
        }
        finally
        {
            appHost._ended.TrySetResult();
        }
    }

    private Task NoteAsync(ResourceStoppedEvent stopped, CancellationToken cancellationToken)
    {
        LastStates[stopped.Resource.Name] = stopped.ResourceEvent.Snapshot.State?.Text;
        return Task.CompletedTask;
    }
}
