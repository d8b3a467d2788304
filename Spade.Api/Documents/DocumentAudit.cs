using Spade.Api.Access;
using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>Says in the log who changed which document. An operator may change those of other tenants.</summary>
internal sealed partial class DocumentAudit(ILogger<DocumentAudit> logger)
{
    public void Uploaded(SavedDocument saved, Caller caller)
    {
        var (id, status) = (saved.Document.Id, saved.Document.Status.ToWord());
        if (saved.Accepted)
            Log.Uploaded(logger, id, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);
        else
            Log.Found(logger, id, status, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);
    }

    public void Retried(DocumentView document, Caller caller) =>
        Log.Retried(logger, document.Id, document.Tenant, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    public void Stopped(DocumentView document, Caller caller) => Log.Stopped(
        logger, document.Id, document.Tenant, document.Status.ToWord(), caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    public void Removed(DocumentView document, Caller caller) =>
        Log.Removed(logger, document.Id, document.Tenant, caller.Id ?? AccessTelemetry.NoKey, caller.Tenant);

    private static partial class Log
    {
        [LoggerMessage(2421, LogLevel.Information, "Document {DocumentId} was uploaded, by {Caller} of {Tenant}")]
        public static partial void Uploaded(ILogger logger, string documentId, string caller, string tenant);

        [LoggerMessage(2422, LogLevel.Information, "Document {DocumentId} was uploaded again and is {Status}, by {Caller} of {Tenant}")]
        public static partial void Found(ILogger logger, string documentId, string status, string caller, string tenant);

        [LoggerMessage(2423, LogLevel.Information,
            "Document {DocumentId} of tenant {DocumentTenant} was started again, by {Caller} of {Tenant}")]
        public static partial void Retried(ILogger logger, string documentId, string documentTenant, string caller, string tenant);

        [LoggerMessage(2424, LogLevel.Information,
            "Document {DocumentId} of tenant {DocumentTenant} was stopped and is {Status}, by {Caller} of {Tenant}")]
        public static partial void Stopped(
            ILogger logger, string documentId, string documentTenant, string status, string caller, string tenant);

        [LoggerMessage(2425, LogLevel.Information,
            "Document {DocumentId} of tenant {DocumentTenant} was removed, by {Caller} of {Tenant}")]
        public static partial void Removed(ILogger logger, string documentId, string documentTenant, string caller, string tenant);
    }
}
