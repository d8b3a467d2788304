using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Rejects requests that came through a proxy. An Ingress routes by path, not by method, and the path for uploads is also the
/// path of the list of all documents.</summary>
/// <remarks>A client outside can add a proxy's header but cannot remove it, and every Ingress controller adds one. This does not replace
/// authentication: a client that reaches the service directly gets the list. <c>Documents:ListOutside</c>, default false, opens the list
/// to everyone.</remarks>
internal sealed class InsideOnly(IConfiguration configuration) : IEndpointFilter
{
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Original-For", "Forwarded", "X-Real-IP", "Via"];

    private readonly bool _isOpen = configuration.GetValue("Documents:ListOutside", defaultValue: false);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        !_isOpen && Array.Exists(ProxyHeaders, context.HttpContext.Request.Headers.ContainsKey)
            ? ValueTask.FromResult<object?>(ApiProblems.InsideOnly())
            : next(context);
}
