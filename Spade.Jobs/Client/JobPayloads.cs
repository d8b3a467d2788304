using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Spade.Jobs.Client;

/// <summary>Serializes payloads for the table.</summary>
internal static class JobPayloads
{
    private const string Nul = "\\u0000";
    private const int Limit = JobLimits.PayloadBytes;

    /// <exception cref="InvalidJobException">PostgreSQL would reject the payload, or it is too large.</exception>
    public static string[] Serialize<TPayload>(string queue, IReadOnlyCollection<TPayload> payloads)
    {
        var documents = new string[payloads.Count];
        var (index, sum) = (0, 0L);
        foreach (var payload in payloads)
        {
            var json = Serialize(queue, payload, index);
            var bytes = Encoding.UTF8.GetByteCount(json);
            if (bytes > Limit)
                throw Invalid(queue, Text(
                    $"payload {index} has {bytes} bytes as JSON; the limit is {Limit}: store it elsewhere and enqueue its address"));
            if (HasNul(json))
                throw Invalid(queue, Text(
                    $"payload {index} has the character U+0000 in a text, which PostgreSQL does not store; leave it out"));
            if ((sum += bytes) > JobLimits.CallBytes)
                throw Invalid(queue, Text(
                    $"the {payloads.Count} payloads have more than {JobLimits.CallBytes} bytes together; enqueue them in several calls"));
            documents[index++] = json;
        }
        return documents;
    }

    private static string Serialize<TPayload>(string queue, TPayload payload, int index)
    {
        try
        {
            return JsonSerializer.Serialize(payload, JsonSerializerOptions.Web);
        }
        // A string of more than a hundred megabytes, a cycle, or a type that cannot be serialized.
        catch (Exception exception) when (exception is ArgumentException or JsonException or NotSupportedException)
        {
        {
            var reason = exception.Message.TrimEnd('.');
            throw Invalid(
                queue, Text($"payload {index} cannot be written as JSON of at most {Limit} bytes: {reason}"), exception);
        }
        }
    }

    /// <summary>An escaped NUL after an even number of backslashes. JSON does not allow a bare NUL.</summary>
    private static bool HasNul(string json)
    {
        for (var at = json.IndexOf(Nul, StringComparison.Ordinal); at >= 0; at = json.IndexOf(Nul, at + 1, StringComparison.Ordinal))
        {
            var first = at;
            while (first > 0 && json[first - 1] == '\\')
                first--;
            if ((at - first) % 2 == 0)
                return true;
        }
        return false;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static InvalidJobException Invalid(string queue, string fault, Exception? cause = null) =>
        new($"The job cannot be enqueued into '{queue}': {fault}.", cause);
}
