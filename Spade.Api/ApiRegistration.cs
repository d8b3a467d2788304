using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Spade.Api.Configuration;
using Spade.Api.Documents;
using Spade.Api.Problems;
using Spade.Api.Uploads;

namespace Spade.Api;

/// <summary>What the API adds to what it shares with the worker.</summary>
internal static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiLimits>().BindConfiguration(ApiLimits.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiLimits>, ApiLimits.Validator>());
        services.AddProblems();
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Spade";
            return Task.CompletedTask;
        }));
        services.AddSingleton<UploadQuery>();
        services.AddSingleton<UploadSpool>();
        services.AddSingleton<UploadReader>();
        services.AddScoped<DocumentWait>();
        return services;
    }
}
