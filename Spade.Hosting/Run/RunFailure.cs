namespace Aspire.Hosting.Run;

/// <summary>Why the run cannot go on: the first reason stands, those that follow from it do not.</summary>
internal sealed class RunFailure
{
    private DistributedApplicationException? _exception;

    internal DistributedApplicationException? Exception => Volatile.Read(ref _exception);

    internal void Set(DistributedApplicationException exception) => Interlocked.CompareExchange(ref _exception, exception, null);
}
