namespace Aspire.Hosting;

/// <summary>A parameter has no value.</summary>
public sealed class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>With nothing said.</summary>
    public MissingParameterValueException()
    {
    }

    /// <summary>Which parameter, and what to do.</summary>
    public MissingParameterValueException(string message) : base(message)
    {
    }

    /// <summary>Which parameter, what to do, and why.</summary>
    public MissingParameterValueException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
