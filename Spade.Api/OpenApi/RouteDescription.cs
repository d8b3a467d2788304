namespace Spade.Api.OpenApi;

/// <summary>What OpenAPI cannot see in a handler's signature.</summary>
internal static class RouteDescription
{
    /// <summary>Describes a parameter as a whole number.</summary>
    /// <param name="route">The route.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="min">Lowest value.</param>
    /// <param name="max">Highest value.</param>
    /// <param name="whenMissing">The default; null for a parameter that cannot be left out.</param>
    public static RouteHandlerBuilder WithNumber(this RouteHandlerBuilder route, string name, int min, int max, int? whenMissing = null) =>
        route.WithMetadata(new NumberParameter(name, min, max, whenMissing));

    /// <summary>Describes a parameter as one of a few words.</summary>
    public static RouteHandlerBuilder WithWords<TWords>(this RouteHandlerBuilder route, string name)
        where TWords : IWords => route.WithMetadata(new WordParameter(name, TWords.All));

    /// <summary>Shows an example of a parameter.</summary>
    public static RouteHandlerBuilder WithParameterExample(this RouteHandlerBuilder route, string name, object value) =>
        route.WithMetadata(new ParameterExample(name, value));

    /// <summary>Shows an example of a response.</summary>
    public static RouteHandlerBuilder WithResponseExample(this RouteHandlerBuilder route, int status, object value) =>
        route.WithMetadata(new ResponseExample(status, value));

    /// <summary>Describes a header of the successful response.</summary>
    public static RouteHandlerBuilder WithResponseHeader(
        this RouteHandlerBuilder route, string name, string description, bool isNumber = false) =>
        route.WithMetadata(new ResponseHeader(name, description, isNumber));

    /// <summary>Describes ranges and conditions. Its errors, 412 and 416, are for <c>ProducesProblems</c>.</summary>
    public static RouteHandlerBuilder IsDownload(this RouteHandlerBuilder route) => route.WithMetadata(new Download());
}
