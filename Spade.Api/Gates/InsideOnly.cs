using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Keeps a route inside: a request that came through a proxy is refused. An Ingress tells paths apart but not methods, and the
/// path to upload to is also that of everybody's documents.</summary>
/// <remarks>Whoever stands outside can add such a header but not take one away, and every Ingress controller adds one. Not a substitute for
/// authentication: whoever reaches the service directly is inside. <c>Documents:ListOutside</c>, default false, shows the list to all.</remarks>
internal sealed class InsideOnly(IConfiguration configuration) : IEndpointFilter
{
    private static readonly string[] Marks = ["X-Forwarded-For", "X-Original-For", "Forwarded", "X-Real-IP", "Via"];

    private readonly bool _isShownToAll = configuration.GetValue("Documents:ListOutside", defaultValue: false);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        !_isShownToAll && Array.Exists(Marks, context.HttpContext.Request.Headers.ContainsKey)
            ? ValueTask.FromResult<object?>(ApiProblems.InsideOnly())
            : next(context);
}
