namespace Aspire.Hosting.ApplicationModel;

/// <summary>The arguments of a process while they are put together.</summary>
public sealed class CommandLineArgsCallbackContext
{
    private readonly IResource? _resource;
    private readonly DistributedApplicationExecutionContext? _executionContext;

    /// <summary>Begins with some arguments of nobody's.</summary>
    /// <param name="args">The arguments so far: strings and values that are filled in later.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the result any more.</param>
    public CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
    {
        Args = args;
        CancellationToken = cancellationToken;
    }

    /// <summary>Begins with some arguments of a resource.</summary>
    /// <param name="args">The arguments so far: strings and values that are filled in later.</param>
    /// <param name="resource">Whose arguments.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the result any more.</param>
    public CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
        : this(args, cancellationToken) => _resource = resource;

    /// <summary>The arguments so far: strings and values that are filled in later.</summary>
    public IList<object> Args { get; }

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whose arguments; throws when whoever made this context did not say.</summary>
    public IResource Resource => _resource ?? throw new InvalidOperationException("This context was made without a resource.");

    /// <summary>What the application is doing; throws when whoever made this context did not say.</summary>
    public DistributedApplicationExecutionContext ExecutionContext
    {
        get => _executionContext ?? throw new InvalidOperationException("This context was made without an execution context.");
        init => _executionContext = value;
    }
}
