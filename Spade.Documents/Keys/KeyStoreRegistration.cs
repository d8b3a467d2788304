using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Spade.Documents.Keys;

/// <summary>Registers the administration of keys.</summary>
public static class KeyStoreRegistration
{
    /// <summary>Adds <see cref="KeyStore"/>. Enough for a command. Expects an <see cref="Npgsql.NpgsqlDataSource"/>.</summary>
    public static IServiceCollection AddKeyStore(this IServiceCollection services)
    {
        services.TryAddSingleton<KeyStore>();
        return services;
    }
}
