using System.Globalization;
using System.Net;

namespace Spade.Tests.Access;

/// <summary>Every route of the API, and what it answers to whom. A number is the status of an answer that is not about access; a word is a
/// refusal, whose problem <see cref="Refusals"/> names.</summary>
/// <remarks>The callers: without a key; with a key that does not exist; with one that was revoked; with one of each scope alone, of the
/// tenant whose document, delivery or key the path names; with all scopes for documents, of another tenant; with every scope, from a page
/// of another site; with every scope, under a name that is not the service's.</remarks>
internal static class AccessTable
{
    public static readonly IReadOnlyList<string> Callers =
        ["none", "wrong", "revoked", "read", "write", "operate", "other", "cross-site", "foreign-host"];

    private const string Text =
        """
                                                  none   wrong   revoked read   write  operate other  cross-site foreign-host
        POST     /documents                       key    refused refused scope  202    scope   202    site       host
        GET      /documents                       key    refused refused 200    scope  scope   200    200        host
        GET      /documents/{id}                  key    refused refused 200    scope  scope   absent 200        host
        DELETE   /documents/{id}                  key    refused refused scope  200    scope   absent site       host
        POST     /documents/{id}/retry            key    refused refused scope  202    scope   absent site       host
        GET,HEAD /documents/{id}/text             key    refused refused 200    scope  scope   absent 200        host
        GET,HEAD /documents/{id}/hocr             key    refused refused 200    scope  scope   absent 200        host
        GET,HEAD /documents/{id}/tsv              key    refused refused 200    scope  scope   absent 200        host
        GET,HEAD /documents/{id}/pdf              key    refused refused 200    scope  scope   absent 200        host
        GET,HEAD /documents/{id}/file             key    refused refused 200    scope  scope   absent 200        host
        GET,HEAD /documents/{id}/pages/{n}        key    refused refused 200    scope  scope   absent 200        host
        GET,HEAD /documents/{id}/pages/{n}/image  key    refused refused 200    scope  scope   absent 200        host
        GET      /documents/{id}/events           key    refused refused 200    scope  scope   absent 200        host
        GET      /languages                       key    refused refused 200    scope  scope   200    200        host
        GET      /deliveries                      key    refused refused 200    scope  scope   200    200        host
        GET      /deliveries/{id}                 key    refused refused 200    scope  scope   absent 200        host
        POST     /deliveries/{id}/redeliver       key    refused refused scope  202    scope   absent site       host
        GET      /queues                          key    refused refused scope  scope  200     scope  200        host
        POST     /queues/{name}/pause             key    refused refused scope  scope  204     scope  site       host
        POST     /queues/{name}/resume            key    refused refused scope  scope  204     scope  site       host
        GET      /restarts                        key    refused refused scope  scope  200     scope  200        host
        GET      /keys                            key    refused refused scope  scope  200     scope  200        host
        POST     /keys                            key    refused refused scope  scope  201     scope  site       host
        DELETE   /keys/{prefix}                   key    refused refused scope  scope  204     scope  site       host
        GET      /tenants                         key    refused refused scope  scope  200     scope  200        host
        PUT      /tenants/{name}                  key    refused refused scope  scope  201     scope  site       host
        DELETE   /tenants/{name}                  key    refused refused scope  scope  204     scope  site       host
        PUT      /tenants/{name}/webhook          key    refused refused scope  scope  200     scope  site       host
        GET      /site/session                    200    200     200     200    200    200     200    200        host
        POST     /site/session                    token  token   token   token  token  token   token  site       host
        DELETE   /site/session                    204    204     204     204    204    204     204    site       host
        GET,HEAD /                                200    200     200     200    200    200     200    200        host
        GET,HEAD /site/{version}/{**path}         200    200     200     200    200    200     200    200        host
        GET      /openapi/{documentName}.json     200    200     200     200    200    200     200    200        host
        GET      /health/live                     200    200     200     200    200    200     200    200        200
        GET      /health/ready                    200    200     200     200    200    200     200    200        200
        GET      /health/startup                  200    200     200     200    200    200     200    200        200
        """;

    private static readonly Dictionary<string, AccessAnswer> Refusals = new()
    {
        ["key"] = new(HttpStatusCode.Unauthorized, "key-required"),
        ["refused"] = new(HttpStatusCode.Unauthorized, "key-refused"),
        ["scope"] = new(HttpStatusCode.Forbidden, "missing-scope"),
        ["absent"] = new(HttpStatusCode.NotFound, "not-found"),
        ["site"] = new(HttpStatusCode.Forbidden, "cross-site"),
        ["host"] = new(HttpStatusCode.Forbidden, "foreign-host"),
        ["token"] = new(HttpStatusCode.Forbidden, "antiforgery"),
    };

    /// <summary>The routes, as method and pattern; one row for each method of a route.</summary>
    public static IReadOnlyList<AccessRow> Rows { get; } = [.. Text.Split('\n').Skip(1).SelectMany(RowsOf)];

    private static IEnumerable<AccessRow> RowsOf(string line)
    {
        var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Callers.Count + 2, cells.Length);
        var answers = Callers.Zip(cells.Skip(2), (caller, cell) => (caller, Answer: AnswerOf(cell)))
            .ToDictionary(pair => pair.caller, pair => pair.Answer);
        return cells[0].Split(',').Select(method => new AccessRow(method, cells[1], answers));
    }

    private static AccessAnswer AnswerOf(string cell) => Refusals.TryGetValue(cell, out var refusal)
        ? refusal
        : new AccessAnswer((HttpStatusCode)int.Parse(cell, CultureInfo.InvariantCulture), null);
}

/// <summary>A route, and what it answers to each of <see cref="AccessTable.Callers"/>.</summary>
internal sealed record AccessRow(string Method, string Pattern, IReadOnlyDictionary<string, AccessAnswer> Answers)
{
    public string Route => $"{Method} {Pattern}";
}

/// <summary>A status, and the end of the problem's type; null for an answer that is not about access.</summary>
internal sealed record AccessAnswer(HttpStatusCode Status, string? Problem);
