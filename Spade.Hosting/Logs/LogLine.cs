namespace Aspire.Hosting.ApplicationModel;

/// <summary>One line that a resource, or run mode about it, has written.</summary>
/// <param name="LineNumber">Number of the line among the resource's, from 1.</param>
/// <param name="Content">The line.</param>
/// <param name="IsErrorMessage">True when it came by way of standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
