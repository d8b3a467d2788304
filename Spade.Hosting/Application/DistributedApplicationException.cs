namespace Aspire.Hosting;

/// <summary>Something that the person at the terminal can put right. Its message is the one line that they see.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>With nothing said.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>What is wrong, and what to do.</summary>
    public DistributedApplicationException(string message) : base(message)
    {
    }

    /// <summary>What is wrong, what to do, and why.</summary>
    public DistributedApplicationException(string message, Exception inner) : base(message, inner)
    {
    }
}
