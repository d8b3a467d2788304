namespace Spade.Api.Operations;

/// <summary>Registers this room.</summary>
internal static class OperationsRegistration
{
    public static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<OperationsStore>();
        services.AddSingleton<OperationsMetrics>();
        services.AddHostedService<OperationsWatch>();
    }
}
