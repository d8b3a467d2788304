using Microsoft.Extensions.Options;

namespace Spade.Api.Gates;

/// <summary>Registers what the gates are configured by.</summary>
internal static class GatesRegistration
{
    public static IServiceCollection AddGates(this IServiceCollection services)
    {
        services.AddOptions<HostNameOptions>().Configure<IConfiguration>((options, configuration) => options.Read(configuration))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostNameOptions>, HostNameOptionsValidator>();
        services.AddSingleton<HostNames>();
        return services;
    }
}
