using System.Text.Json.Serialization;
using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>Its constructor throws.</summary>
internal sealed class ThrowingConstructorHandler : IJobHandler<Work>
{
    public ThrowingConstructorHandler() => throw new InvalidOperationException("The constructor fails.");

    public Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Needs a service that is not registered.</summary>
internal sealed class MissingDependencyHandler(MissingDependencyHandler.IMissing missing) : IJobHandler<Work>
{
    internal interface IMissing;

    public Task<JobOutcome> RunAsync(
        JobContext<Work> job, CancellationToken cancellationToken) => throw new NotSupportedException($"{missing}");
}

/// <summary>A payload that no serializer can create.</summary>
internal abstract record AbstractWork;

internal sealed class AbstractWorkHandler : IJobHandler<AbstractWork>
{
    public Task<JobOutcome> RunAsync(
        JobContext<AbstractWork> job, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A payload whose constructor rejects its values.</summary>
internal sealed record CheckedWork(string Name)
{
    public string Name { get; init; } = Name.Length > 9 ? Name : throw new ArgumentException("The name is too short.", nameof(Name));
}

internal sealed class CheckedWorkHandler : IJobHandler<CheckedWork>
{
    public Task<JobOutcome> RunAsync(JobContext<CheckedWork> job, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Completes when its process stops, and cannot be disposed.</summary>
internal sealed class ThrowingDisposeHandler : IJobHandler<Work>, IDisposable
{
    public async Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken)
    {
        await Cancellation.RequestedAsync(job.Shutdown);
        return new JobOutcome.Completed();
    }

    public void Dispose() => throw new InvalidOperationException("The handler cannot be disposed.");
}

/// <summary>A handler that calls two functions of the test.</summary>
internal sealed class FailingHandler(FailingHandler.Script script) : IJobHandler<Work>
{
    public Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken) => script.RunAsync();

    public Task OnFailedAsync(FailedJob<Work> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        script.OnFailedAsync(error, transaction);

    internal sealed record Script(Func<Task<JobOutcome>> RunAsync, Func<JobError, NpgsqlTransaction, Task> OnFailedAsync);
}

/// <summary>The payload in a future version of the worker, where today's number is a list.</summary>
internal sealed record NewerWork([property: JsonPropertyName("name")] string[] Names);
