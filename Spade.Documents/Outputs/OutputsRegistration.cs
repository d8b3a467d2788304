using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Spade.Documents.Outputs;

/// <summary>Registers the outputs that are stored.</summary>
internal static class OutputsRegistration
{
    public static IServiceCollection AddOutputs(this IServiceCollection services)
    {
        services.TryAddSingleton<SearchablePdfs>();
        return services;
    }
}
