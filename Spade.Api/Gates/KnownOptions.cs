using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Rejects query options that the endpoint does not have, that come twice, or that have no value. An option that was ignored would
/// give a client something else than it asked for.</summary>
internal static class KnownOptions
{
    private static readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>?> Known = new();

    /// <summary>Checks the requests for this program's own endpoints, whose options are the simple parameters of their handlers.</summary>
    public static IApplicationBuilder UseKnownOptions(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.QueryString.HasValue
            && context.GetEndpoint() is { } endpoint
            && Known.GetOrAdd(endpoint, OptionsOf) is { } known
            && Check(context.Request.Query, known) is { } problem
                ? problem.ExecuteAsync(context)
                : next(context));

    private static ApiProblem? Check(IQueryCollection query, IReadOnlyList<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                return ApiProblems.UnknownOption(name, NearestName.Find(name, known), known);
            if (values.Count > 1)
                return ApiProblems.InvalidParameter($"{name} is given {values.Count} times; give it once.");
            if (string.IsNullOrWhiteSpace(values))
                return ApiProblems.InvalidParameter($"{name} is empty; give it a value or leave it out.");
        }

        return null;
    }

    /// <returns>Null for an endpoint of another assembly, which has rules of its own, and for pages, whose query is for their
    /// scripts.</returns>
    private static IReadOnlyList<string>? OptionsOf(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route || endpoint.Metadata.GetMetadata<MethodInfo>() is not { } handler
            || handler.DeclaringType?.Assembly != typeof(KnownOptions).Assembly
            || endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true })
            return null;
        var inPath = route.RoutePattern.Parameters.Select(parameter => parameter.Name);
        return
        [
            .. handler.GetParameters().Where(IsOption).Select(NameOf)
                .Except(inPath, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
        ];
    }

    private static string NameOf(ParameterInfo parameter) =>
        parameter.GetCustomAttributes().OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name!;

    // Services and the request itself are no values of simple types.
    private static bool IsOption(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return (type == typeof(string) || type.IsPrimitive || type.IsEnum)
            && !parameter.GetCustomAttributes().Any(attribute => attribute is IFromHeaderMetadata or IFromBodyMetadata);
    }
}
