using Spade.Api.Problems;
using Spade.Documents.Tenants;
using Spade.Documents.Webhooks;

namespace Spade.Api.Uploads;

/// <summary>Reads the option <c>callback</c> of an upload.</summary>
internal sealed class UploadCallback(ReceiverUrls urls, TenantWebhooks webhooks, TenantScope scope)
{
    /// <returns>The address in canonical form; null when the upload names none.</returns>
    /// <exception cref="UploadProblemException">It is not valid, it may not be called, or its event could not be signed.</exception>
    public async ValueTask<string?> ReadAsync(string? callback, CancellationToken cancellationToken)
    {
        if (callback is null)
            return null;
        if (!urls.TryParse(callback, out var url, out var fault))
            throw new UploadProblemException(ApiProblems.InvalidParameter($"callback {fault}"));
        if (!urls.MayBeCallback(url))
            throw new UploadProblemException(ApiProblems.CallbackRefused(url.Host));
        return await webhooks.HasSecretAsync(scope.Tenant, cancellationToken)
            ? url.AbsoluteUri
            : throw new UploadProblemException(ApiProblems.NoWebhookSecret(scope.Tenant));
    }
}
