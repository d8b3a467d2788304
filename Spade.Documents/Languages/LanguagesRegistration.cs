using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Spade.Documents.Languages;

/// <summary>Registers languages.</summary>
internal static class LanguagesRegistration
{
    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<LanguageOptions>().BindConfiguration(LanguageOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguageOptions>, LanguageOptionsValidator>());
        services.TryAddSingleton<PublishedLanguages>();
        services.TryAddSingleton<OfferedLanguages>();
        return services;
    }
}
