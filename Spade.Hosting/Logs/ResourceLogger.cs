using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Writes log messages among the lines of a resource or of an instance, marked so that nobody takes them for the resource's own.</summary>
internal sealed class ResourceLogger(ResourceLoggerService logs, string source) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var isError = logLevel >= LogLevel.Warning;
        foreach (var line in TextLines.Of(formatter(state, exception)))
            logs.Write(source, $"{(isError ? '!' : '*')} {line}", isError);
    }
}
