using System.Globalization;
using Spade.Documents.Inspection;

namespace Spade.Api.Problems;

/// <summary>Every error response of this API. Slugs and statuses are a contract with its clients.</summary>
internal static class ApiProblems
{
    /// <summary>A query parameter is not valid; <paramref name="detail"/> names it, its value and the fix.</summary>
    public static ApiProblem InvalidParameter(string detail) =>
        new(StatusCodes.Status400BadRequest, "invalid-parameter", "A parameter is not valid", detail);

    /// <summary>A query option that the endpoint does not have.</summary>
    public static ApiProblem UnknownOption(string name, string? nearest, IReadOnlyList<string> known) => new(
        StatusCodes.Status400BadRequest, "unknown-option", "The option does not exist",
        (nearest, known) switch
        {
            (_, []) => $"{Shortened(name)} is not an option; this request takes none.",
            (null, _) => $"{Shortened(name)} is not an option; the options are: {string.Join(", ", known)}.",
            _ => $"{Shortened(name)} is not an option; did you mean {nearest}? The options are: {string.Join(", ", known)}.",
        });

    /// <summary>A language that is not offered now.</summary>
    public static ApiProblem UnknownLanguage(string language, IReadOnlyList<string> offered) => new(
        StatusCodes.Status400BadRequest, "unknown-language", "The language is not offered",
        offered is []
            ? $"lang names '{Shortened(language)}', and no language is offered now: no worker has one that is allowed."
            : $"lang names '{Shortened(language)}'; it must be one of: {string.Join(", ", offered)}, or several joined by '+'.");

    public static ApiProblem EmptyFile() => new(
        StatusCodes.Status400BadRequest, "empty-file", "The file is empty",
        "No byte arrived. Send the document as the body, or as the only part of a multipart form.");

    public static ApiProblem MalformedMultipart(string detail) =>
        new(StatusCodes.Status400BadRequest, "malformed-multipart", "The form cannot be read", detail);

    /// <summary>The body is no JSON object with these members; <paramref name="path"/> is where it stops being one.</summary>
    public static ApiProblem InvalidBody(string path, IReadOnlyList<string> members) => new(
        StatusCodes.Status400BadRequest, "invalid-body", "The body cannot be read",
        $"It is not as expected at '{Shortened(path)}'. Send a JSON object with: {string.Join(", ", members)}.");

    public static ApiProblem DotSegments() => new(
        StatusCodes.Status400BadRequest, "dot-segments", "The path has a '.' or '..' in it",
        "Ask for the path itself, without segments that mean another.");

    /// <summary>The request has no credentials.</summary>
    public static ApiProblem KeyRequired() => new(
        StatusCodes.Status401Unauthorized, "key-required", "A key is required",
        "Send a key of this service in the header 'Authorization: Bearer'. An operator makes one with 'Spade.Worker keys add'.");
    /// <summary>The <c>Host</c> header is no name of this service.</summary>
    public static ApiProblem ForeignHost(string host) => new(
        StatusCodes.Status403Forbidden, "foreign-host", "The service has another name",
        $"The Host header is '{Shortened(host)}'. Ask under a name of the service, or add this one to Access:AllowedHosts.");

    /// <summary>A page of another site has sent the request; <paramref name="sender"/> is the header that says so.</summary>
    public static ApiProblem CrossSite(string sender) => new(
        StatusCodes.Status403Forbidden, "cross-site", "The request comes from a page of another site",
        $"The browser says '{Shortened(sender)}'. Send it from the service's own page, or from a program that is no browser.");

    /// <summary>A request by cookie that changes something has no anti-forgery token, or one of another session.</summary>
    public static ApiProblem Antiforgery() => new(
        StatusCodes.Status403Forbidden, "antiforgery", "The anti-forgery token is missing or wrong",
        "The header Spade-Antiforgery must have the token of GET /site/session. It changes when somebody signs in: ask for it again.");

    /// <summary>The request's key or token is not accepted; <paramref name="detail"/> says why, without repeating it.</summary>
    public static ApiProblem KeyRefused(string detail) =>
        new(StatusCodes.Status401Unauthorized, "key-refused", "The key is not accepted", detail);

    /// <summary>The caller may not do this.</summary>
    public static ApiProblem MissingScope(string scope, IReadOnlyList<string> given) => new(
        StatusCodes.Status403Forbidden, "missing-scope", "The key lacks a scope",
        $"This needs the scope {scope}; the key has {(given is [] ? "none" : string.Join(", ", given))}. Use a key that has it.");

    /// <summary>The issuer of tokens has not answered yet, so that no token can be judged.</summary>
    public static ApiProblem IssuerUnavailable() => Later(
        "issuer-unavailable", "The issuer of tokens is away",
        "The token could not be judged. Repeat the request after the time in Retry-After, or use a key.");

    public static ApiProblem DocumentNotFound(string id) => new(
        StatusCodes.Status404NotFound, "document-not-found", "There is no such document", $"No document has the id '{Shortened(id)}'.");

    /// <summary>There is no such page; <paramref name="detail"/> says which pages there are.</summary>
    public static ApiProblem PageNotFound(string detail) =>
        new(StatusCodes.Status404NotFound, "page-not-found", "There is no such page", detail);

    /// <summary>This output cannot be made of this document; <paramref name="detail"/> says why.</summary>
    public static ApiProblem OutputUnavailable(string detail) =>
        new(StatusCodes.Status404NotFound, "output-unavailable", "There is no such output of this document", detail);

    /// <summary>What was asked for is not there yet; <paramref name="detail"/> says what it waits for.</summary>
    public static ApiProblem NotFinished(string detail) =>
        new(StatusCodes.Status409Conflict, "not-finished", "It is not finished yet", detail) { RetryAfter = 1 };

    public static ApiProblem NotEnded(string status) => new(
        StatusCodes.Status409Conflict, "not-ended", "The document has not ended",
        $"It is {status}, so there is nothing to start again. Wait until it has ended, or cancel it first.");

    public static ApiProblem NothingToRetry() => new(
        StatusCodes.Status409Conflict, "nothing-to-retry", "There is nothing to try again",
        "The document completed and every page was read. To read it anew, delete it and upload it again.");

    public static ApiProblem PreconditionFailed(string eTag) => new(
        StatusCodes.Status412PreconditionFailed, "precondition-failed", "The document is in another state",
        $"If-Match or If-Unmodified-Since asks for a state that is gone; the entity tag is {eTag} now. Ask again without the condition.");

    public static ApiProblem RangeNotSatisfiable(long length) => new(
        StatusCodes.Status416RangeNotSatisfiable, "range-not-satisfiable", "The range lies outside",
        string.Create(CultureInfo.InvariantCulture, $"There are {length} bytes, numbered from 0. Ask for a range within them."));

    /// <summary>An upload may not name this host as its callback.</summary>
    public static ApiProblem CallbackRefused(string host) => new(
        StatusCodes.Status403Forbidden, "callback-refused", "Events may not be sent there",
        $"callback names the host '{Shortened(host)}', which is not among the allowed ones. Have it added to Webhooks:AllowedHosts.");

    /// <summary>The document has not ended, and an earlier upload named another callback.</summary>
    public static ApiProblem CallbackTaken() => new(
        StatusCodes.Status409Conflict, "callback-taken", "The document has another callback",
        "An earlier upload of the same document named another callback, and the document has not ended. Repeat the upload when it has, "
        + "or without a callback.");

    public static ApiProblem NoWebhookSecret(string tenant) => new(
        StatusCodes.Status409Conflict, "no-webhook-secret", "Events cannot be signed",
        $"The tenant '{tenant}' has no webhook secret. An operator makes one: PUT /tenants/{tenant}/webhook.");

    public static ApiProblem DeliveryNotFound(string id) => new(
        StatusCodes.Status404NotFound, "delivery-not-found", "There is no such delivery", $"No delivery has the id '{Shortened(id)}'.");

    public static ApiProblem DeliveryNotEnded() => new(
        StatusCodes.Status409Conflict, "delivery-not-ended", "The delivery has not ended",
        "It is pending, so it is tried again by itself. Look at nextAttemptAt.");

    public static ApiProblem QueueNotFound(string queue) => new(
        StatusCodes.Status404NotFound, "queue-not-found", "There is no such queue", $"No queue is called '{Shortened(queue)}'.");

    public static ApiProblem KeyNotFound(string detail) =>
        new(StatusCodes.Status404NotFound, "key-not-found", "There is no such key", detail);

    public static ApiProblem LastAdministrator(string prefix) => new(
        StatusCodes.Status409Conflict, "last-administrator", "It is the last administrator's key",
        $"Without '{Shortened(prefix)}' no key could administer any more. Add another one with the scope operate first.");

    public static ApiProblem AdministratorFirst() => new(
        StatusCodes.Status409Conflict, "administrator-first", "The first key has to be an administrator's",
        "From the first key on every request needs one, and there would be none to add others with. Begin with a key that has the scope "
        + "operate.");

    public static ApiProblem TenantNotFound(string name) => new(
        StatusCodes.Status404NotFound, "tenant-not-found", "There is no such tenant",
        $"Nothing is set for a tenant '{Shortened(name)}', and no key that is accepted belongs to it.");

    public static ApiProblem TenantInUse(string name) => new(
        StatusCodes.Status409Conflict, "tenant-in-use", "The tenant has keys",
        $"Keys of '{Shortened(name)}' are accepted, so it could go on without its limits. Revoke them first, or set other limits.");

    public static ApiProblem FileTooLarge(long limit) => new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large", "The file is too large",
        string.Create(CultureInfo.InvariantCulture, $"A file may have at most {limit} bytes."));

    public static ApiProblem UnsupportedContent() => new(
        StatusCodes.Status415UnsupportedMediaType, "unsupported-content", "The content is of no supported type",
        $"Judged by its first bytes, the file is none of: {string.Join(", ", MediaTypes.All)}. Its name and Content-Type do not matter.");

    public static ApiProblem JsonExpected(string contentType) => new(
        StatusCodes.Status415UnsupportedMediaType, "json-expected", "The body has to be JSON",
        $"Its Content-Type is '{Shortened(contentType)}'. Send application/json.");

    public static ApiProblem TooManyPixels(ImageInspection.TooManyPixels page, long limit) => new(
        StatusCodes.Status422UnprocessableEntity, "too-many-pixels", "A page has too many pixels",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Page {page.Page} measures {page.Width} x {page.Height} pixels; a page may have at most {limit}. "
            + $"Scan it at a lower resolution."));

    /// <summary>As many documents of the tenant wait as may.</summary>
    public static ApiProblem QueueFull(long waiting) => new(
        StatusCodes.Status429TooManyRequests, "queue-full", "Too many documents wait",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{waiting} documents of the tenant wait for a worker, as many as may at the moment. Nothing was changed. "
            + $"Repeat the request after the time in Retry-After."))
    {
        // About the time that a worker needs for a short document.
        RetryAfter = 10,
    };

    /// <summary>Quotas of the tenant have no room for the request; <paramref name="detail"/> says what they are.</summary>
    public static ApiProblem QuotaExceeded(IReadOnlyList<string> quotas, string detail, TimeSpan retryAfter) => new(
        StatusCodes.Status429TooManyRequests, "quota-exceeded", "A quota is used up",
        $"{detail} Nothing was changed. Repeat the request after the time in Retry-After.")
    {
        RetryAfter = (int)Math.Ceiling(retryAfter.TotalSeconds),
        ViolatedPolicies = quotas,
    };

    public static ApiProblem DatabaseUnavailable() => Later(
        "database-unavailable", "The database is away", "Nothing was lost. Repeat the request after the time in Retry-After.");

    public static ApiProblem NoRoom() => Later(
        "no-room", "There is no room for the file at the moment", "The server's disk is full. Repeat the request later.");

    public static ApiProblem Starting() => Later(
        "starting", "The service is starting",
        "The database's schema is not in place yet. Repeat the request after the time in Retry-After.");

    // Two seconds: a restart of PostgreSQL takes about this long.
    private static ApiProblem Later(string slug, string title, string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, slug, title, detail) { RetryAfter = 2 };

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
