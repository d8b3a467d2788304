using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Spade.ServiceDefaults.Health;

/// <summary>Writes the body of the health endpoints:
/// <c>{"status":"ready","checks":{"database":{"status":"healthy","durationMs":1.2,"ageMs":412}}}</c>. Descriptions and exceptions go to
/// the log only, because the endpoint may be public.</summary>
internal static class HealthJson
{
    public static ReadOnlyMemory<byte> Write(HealthBoard board, ServiceStatus status, bool withChecks)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("status", Word(status));
        json.WriteStartObject("checks");
        if (withChecks)
        {
            foreach (var check in board.Checks)
                WriteCheck(json, board, check);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteCheck(Utf8JsonWriter json, HealthBoard board, HealthCheckRegistration check)
    {
        if (board.Reading(check) is not { } reading)
            return;
        json.WriteStartObject(check.Name);
        json.WriteString("status", Word(reading.Status));
        json.WriteNumber("durationMs", Math.Round(reading.Duration.TotalMilliseconds, 1));
        json.WriteNumber("ageMs", (long)board.Age(reading).TotalMilliseconds);
        json.WriteEndObject();
    }

    private static string Word(ServiceStatus status) => status switch
    {
        ServiceStatus.Starting => "starting",
        ServiceStatus.Ready => "ready",
        ServiceStatus.Degraded => "degraded",
        ServiceStatus.Draining => "draining",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "unhealthy",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
