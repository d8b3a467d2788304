using Spade.Api.Configuration;
using Spade.Api.Documents;
using Spade.Api.Downloads;
using Spade.Api.Events;
using Spade.Api.Gates;
using Spade.Api.Keys;
using Spade.Api.OpenApi;
using Spade.Api.Operations;
using Spade.Api.Problems;
using Spade.Api.Queues;
using Spade.Api.Quotas;
using Spade.Api.Sessions;
using Spade.Api.Site;
using Spade.Api.Tenants;
using Spade.Api.Uploads;

namespace Spade.Api;

/// <summary>Registers what the API has beside what it shares with the worker.</summary>
internal static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiLimits>().BindConfiguration(ApiLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddGates();
        services.AddSite();
        services.AddSessions();
        services.AddProblems();
        services.AddQuotas();
        services.AddOperations();
        services.AddApiDescription();
        services.AddSingleton<MeasuredOutputs>();
        services.AddSingleton<UploadQuery>();
        services.AddScoped<UploadCallback>();
        services.AddSingleton<UploadSpool>();
        services.AddSingleton<UploadReader>();
        services.AddScoped<DocumentWait>();
        services.AddScoped<EventFeed>();
        services.AddSingleton<DocumentAudit>();
        services.AddSingleton<QueueAudit>();
        services.AddSingleton<KeyAudit>();
        services.AddSingleton<TenantAudit>();
        return services;
    }
}
