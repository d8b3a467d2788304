using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Documents.Schema;

namespace Spade.Documents.Keys;

/// <summary>Registers the verification of keys, and the first of them.</summary>
public static class KeyVerificationRegistration
{
    /// <summary>Adds <see cref="IKeyVerifier"/> and <see cref="KeyRows"/>, for a service that is called with keys. Expects the queue, whose
    /// notifications it listens to.</summary>
    public static IServiceCollection AddKeyVerification(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyRows>();
        services.TryAddSingleton<KeyReads>();
        services.TryAddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.TryAddSingleton<IKeyVerifier, KeyVerifier>();
        return services;
    }

    /// <summary>Adds the key of <see cref="AdministratorKeyOptions"/> to what is written once the schema is up to date.</summary>
    public static IServiceCollection AddAdministratorKey(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyRows>();
        services.AddOptions<AdministratorKeyOptions>().BindConfiguration(AdministratorKeyOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdministratorKeyOptions>, AdministratorKeyValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISchemaSeed, AdministratorKeySeed>());
        return services;
    }
}
