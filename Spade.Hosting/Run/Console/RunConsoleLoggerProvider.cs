using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Console;

/// <summary>Shows the AppHost's own log messages among the resources' lines.</summary>
internal sealed class RunConsoleLoggerProvider(IServiceProvider services) : ILoggerProvider
{
    // Looked up when the first line is written: the console needs the model, and the container logs before that is complete.
    private readonly Lazy<RunConsole> _console = new(() => (RunConsole)services.GetService(typeof(RunConsole))!);

    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(_console);

    public void Dispose()
    {
    }

    private sealed class ConsoleLogger(Lazy<RunConsole> console) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var severity = logLevel switch { LogLevel.Warning => "warning: ", LogLevel.Error or LogLevel.Critical => "error: ", _ => "" };
            var cause = exception is null or DistributedApplicationException ? "" : Environment.NewLine + exception;
            console.Value.Write(RunConsole.AppHostName, severity + formatter(state, exception) + cause);
        }
    }
}
