using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Executing;

/// <summary>Handler and payload of one run, created on first use, so that an exception in their creation is a failure of the
/// run.</summary>
internal sealed partial class HandlerScope<TPayload, THandler>(IServiceScopeFactory scopes, ClaimedJob job, ILogger logger)
    : IFailureRecord, IAsyncDisposable
    where THandler : class, IJobHandler<TPayload>
{
    private AsyncServiceScope? _scope;
    private THandler? _handler;
    private TPayload? _payload;
    private bool _isRead;

    /// <summary>The run's handler, in its own scope.</summary>
    public THandler Handler => _handler ??= (_scope ??= scopes.CreateAsyncScope()).ServiceProvider.GetRequiredService<THandler>();

    /// <exception cref="UnreadablePayloadException">This version cannot read it.</exception>
    public TPayload Payload
    {
        get
        {
            if (!_isRead)
                _payload = Read();
            _isRead = true;
            return _payload!;
        }
    }

    /// <summary>The subject of the job. Null if the payload names none, and for a job that may have killed its workers, because reading
    /// its payload may be the cause.</summary>
    public KeyValuePair<string, object?>? Subject
    {
        get
        {
            if (job.Crashes >= QuarantineRules.FailAt || !typeof(IJobSubject).IsAssignableFrom(typeof(TPayload)))
                return null;
            try
            {
                return (Payload as IJobSubject)?.Subject;
            }
            catch (UnreadablePayloadException)
            {
                return null;
            }
        }
    }

    public Task RecordAsync(JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        Handler.OnFailedAsync(Failed(), error, transaction, cancellationToken);

    /// <summary>Notifies the handler, if one was created, that the run's last transaction is over. Never throws: the outcome is
    /// final.</summary>
    public async Task SettledAsync(CancellationToken cancellationToken)
    {
        if (_handler is null)
            return;
        try
        {
            await _handler.OnSettledAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            Log.NotTold(logger, exception, job.Id, job.Queue);
        }
    }

    /// <summary>Never throws: the job has already ended.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_scope is { } scope)
                await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Log.NotDisposed(logger, exception, job.Id, job.Queue);
        }
    }

    private FailedJob<TPayload> Failed()
    {
        try
        {
            return new(job.Id, job.Payload, IsReadable: true, Payload);
        }
        catch (UnreadablePayloadException)
        {
            return new(job.Id, job.Payload, IsReadable: false, default);
        }
    }

    private TPayload Read()
    {
        try
        {
            return JsonSerializer.Deserialize<TPayload>(job.Payload, JsonSerializerOptions.Web)
                ?? throw new UnreadablePayloadException(typeof(TPayload), null);
        }
        catch (Exception exception) when (exception is not UnreadablePayloadException)
        {
            // Any exception, not only JsonException: the type may not be constructible, or its constructor may throw.
            throw new UnreadablePayloadException(typeof(TPayload), exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1214, LogLevel.Error,
            "OnSettledAsync of the handler of job {JobId} of queue {Queue} threw; the job has ended all the same")]
        public static partial void NotTold(ILogger logger, Exception exception, Guid jobId, string queue);

        [LoggerMessage(1210, LogLevel.Error,
            "The handler of job {JobId} of queue {Queue} could not be disposed; the job has ended all the same")]
        public static partial void NotDisposed(ILogger logger, Exception exception, Guid jobId, string queue);
    }
}
