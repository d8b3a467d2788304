using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Pages;
using Spade.Documents.Schema;

namespace Spade.Documents;

/// <summary>Registers what API and worker share about documents.</summary>
public static class DocumentsRegistration
{
    /// <summary>Adds storage, recognised text, limits, languages and the schema's start-up. Expects an <see cref="Npgsql.NpgsqlDataSource"/>,
    /// a <see cref="SpadeDbContext"/> and the queue to be registered too.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDocumentLimits();
        return services.AddLanguages().AddStorage().AddSchema();
    }

    /// <summary>Has EF Core build its model right after the start, before a request needs it. For services that answer requests.</summary>
    public static IServiceCollection AddModelWarmUp(this IServiceCollection services)
    {
        services.TryAddSingleton<ModelWarmUp>();
        return services.AddHostedService(provider => provider.GetRequiredService<ModelWarmUp>());
    }

    private static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddOptions<LanguageOptions>().BindConfiguration(LanguageOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguageOptions>, LanguageValidator>());
        return services;
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<DocumentContent>();
        services.TryAddSingleton<DocumentText>();
        services.TryAddSingleton<FinishedPages>();
        services.TryAddSingleton<NewDocumentStore>();
        services.TryAddScoped<DocumentQueries>();
        services.TryAddScoped<DocumentStore>();
        return services;
    }

    private static IServiceCollection AddSchema(this IServiceCollection services)
    {
        services.AddOptions<MigrationOptions>().BindConfiguration(MigrationOptions.Section);
        services.TryAddSingleton<SchemaMigrator>();
        services.AddHostedService<SchemaStartup>();
        services.AddHealthChecks().AddCheck<MigrationsHealthCheck>("migrations", tags: ["startup"]);
        return services;
    }

    private sealed class LanguageValidator : IValidateOptions<LanguageOptions>
    {
        public ValidateOptionsResult Validate(string? name, LanguageOptions options)
        {
            // The name becomes part of a path to Tesseract's data.
            var errors = options.Allowed
                .Where(language => !language.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
                .Select(language => $"Ocr:Languages holds '{language}'; a language is letters, digits, '_' and '-', such as eng or chi_sim.")
                .ToList();
            if (options.Allowed.Count == 0)
                errors.Add("Ocr:Languages is empty; name at least one language, such as eng.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
