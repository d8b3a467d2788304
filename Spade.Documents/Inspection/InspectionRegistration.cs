using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Spade.Documents.Inspection;

/// <summary>Registers the limits on documents.</summary>
public static class InspectionRegistration
{
    /// <summary>Adds <see cref="DocumentLimits"/>, bound to its section and checked at start. Safe to repeat.</summary>
    public static IServiceCollection AddDocumentLimits(this IServiceCollection services)
    {
        services.AddOptions<DocumentLimits>().BindConfiguration(DocumentLimits.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DocumentLimits>, Validator>());
        return services;
    }

    private sealed class Validator : IValidateOptions<DocumentLimits>
    {
        public ValidateOptionsResult Validate(string? name, DocumentLimits options)
        {
            List<string> errors = [];
            if (options.MaxPixelsPerPage < 1)
                errors.Add($"Limits:MaxPixelsPerPage is {options.MaxPixelsPerPage}; it must be at least 1.");
            if (options.MaxPages < 1)
                errors.Add($"Limits:MaxPages is {options.MaxPages}; it must be at least 1.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
