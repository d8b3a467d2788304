using System.Text.Json;

namespace Spade.Tests.Services;

/// <summary>One server-sent event.</summary>
/// <param name="Id">Null when it has none.</param>
/// <param name="Kind">Its <c>event</c> field.</param>
/// <param name="Data">Its <c>data</c> field.</param>
internal sealed record ServerEvent(long? Id, string Kind, JsonElement Data)
{
    public string Status => Data.GetProperty("status").GetString()!;

    /// <summary>True for the last event of a document.</summary>
    public bool IsFinal => Kind == "status" && Status is "completed" or "failed" or "cancelled";

    /// <summary>For comparisons: <c>page 2 failed</c>, <c>status completed</c>.</summary>
    public override string ToString() => Kind == "page" ? $"page {Data.GetProperty("page").GetInt32()} {Status}" : $"{Kind} {Status}";
}
