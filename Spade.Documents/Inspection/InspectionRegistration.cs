using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Spade.Documents.Inspection;

/// <summary>Registers the limits on documents.</summary>
public static class InspectionRegistration
{
    /// <summary>Adds <see cref="DocumentLimits"/>, bound to its section and checked at start. May be called more than once.</summary>
    public static IServiceCollection AddDocumentLimits(this IServiceCollection services)
    {
        services.AddOptions<DocumentLimits>().BindConfiguration(DocumentLimits.Section).ValidateOnStart();
        // ValidateDataAnnotations() would add one more validator at each call.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DocumentLimits>>(
            new DataAnnotationValidateOptions<DocumentLimits>(Options.DefaultName)));
        return services;
    }
}
