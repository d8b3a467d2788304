namespace Spade.Api.OpenApi;

/// <summary>A parameter that is a whole number. Handlers take it as text, because they name range and default in their own error.</summary>
internal sealed record NumberParameter(string Name, int Min, int Max, int? WhenMissing);

/// <summary>A parameter that is one of a few words.</summary>
internal sealed record WordParameter(string Name, IReadOnlyCollection<string> Words);

/// <summary>An example of a parameter.</summary>
internal sealed record ParameterExample(string Name, object Value);

/// <summary>An example of a response: a text, or what is written as JSON.</summary>
internal sealed record ResponseExample(int Status, object Value);

/// <summary>A header of the successful response.</summary>
internal sealed record ResponseHeader(string Name, string Description, bool IsNumber);

/// <summary>The route is a download with ranges and conditions.</summary>
internal sealed record Download;
