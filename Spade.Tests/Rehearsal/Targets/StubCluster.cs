using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Spade.Tests.Rehearsal.Targets;

/// <summary>The part of an API server that a rehearsal talks to: one Deployment of one pod, which is rolled when its restart annotation
/// changes. The objects are those of a real server, cut down.</summary>
internal sealed class StubCluster : IAsyncDisposable
{
    private const string Deployments = "/apis/apps/v1/namespaces/shop/deployments/spade-api", Pods = "/api/v1/namespaces/shop/pods";

    private const string Namespace = "/namespaces/shop/";

    private static readonly DateTimeOffset Restart = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _server;
    private readonly bool _isLive;
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _pods = [];
    private readonly List<Channel<string>> _watchers = [];
    private int _generation = 1, _version = 100;
    private bool _isRolling;

    private StubCluster(X509Certificate2? certificate)
    {
        // With a certificate it stands before a real program.
        _isLive = certificate is not null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server => server.Listen(
            IPAddress.Loopback,
            port: 0,
            listener =>
            {
                if (certificate is not null)
                    listener.UseHttps(certificate);
            }));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _pods.Add(Pod("spade-api-old", "uid-old", isReady: true, Time(-3600, -3600)));
    }

    /// <summary>Everything that was written, method and body.</summary>
    internal ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>The rights that its requests needed, such as <c>get deployments/spade-api</c>.</summary>
    internal ConcurrentQueue<string> Rights { get; } = new();

    /// <summary>Status of the answer to a patch.</summary>
    internal int PatchStatus { get; init; } = StatusCodes.Status200OK;

    /// <summary>A path that the account may not read; null for none.</summary>
    internal string? Forbidden { get; init; }

    internal Uri Address => new(_server.Urls.First());

    /// <param name="patchStatus">Status of the answer to a patch.</param>
    /// <param name="forbidden">A path that the account may not read; null for none.</param>
    /// <param name="certificate">For HTTPS; null for HTTP.</param>
    internal static async Task<StubCluster> StartAsync(
        int patchStatus = StatusCodes.Status200OK, string? forbidden = null, X509Certificate2? certificate = null)
    {
        var cluster = new StubCluster(certificate) { PatchStatus = patchStatus, Forbidden = forbidden };
        await cluster._server.StartAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value);
        var isWatch = context.Request.Query["watch"] == "true";
        var verb = (method, path, isWatch) switch
        {
            ("GET", Pods, true) => "watch",
            ("GET", Pods, false) => "list",
            ("PATCH", _, _) => "patch",
            _ => "get",
        };
        Rights.Enqueue($"{verb} {path!.Split(Namespace)[^1]}");
        if (method is not "GET")
        {
            using var reader = new StreamReader(context.Request.Body);
            Writes.Enqueue($"{method} {path} {context.Request.ContentType} {await reader.ReadToEndAsync()}");
        }

        if ((method, path) == ("PATCH", Deployments) && PatchStatus == StatusCodes.Status200OK)
            _ = RollAsync();
        var (status, body) = (method, path) switch
        {
            (_, _) when path == Forbidden => (403, "{}"),
            ("PATCH", Deployments) when PatchStatus != StatusCodes.Status200OK => (PatchStatus, "{}"),
            (_, Deployments) => (200, Deployment().ToJsonString()),
            ("GET", "/api/v1/namespaces/shop/configmaps/spade-api-config") => (200, ConfigMap),
            ("GET", Pods) when isWatch => (0, ""),
            ("GET", Pods) => (200, PodList()),
            _ => (404, """{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}"""),
        };
        if (status == 0)
        {
            await WatchAsync(context);
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private async Task WatchAsync(HttpContext context)
    {
        var events = Channel.CreateUnbounded<string>();
        lock (_lock)
            _watchers.Add(events);
        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync();
        await foreach (var line in events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>What the controllers and the kubelet do after a restart, in their order.</summary>
    private async Task RollAsync()
    {
        lock (_lock)
            (_generation, _isRolling) = (_generation + 1, true);
        var pod = Pod("spade-api-new", "uid-new", isReady: false, Time(1, 0));
        Change("ADDED", pod, () => _pods.Add(pod));
        Change("MODIFIED", pod, () => SetReady(pod, true, Time(6, 0)));
        var old = _pods[0];
        Change("MODIFIED", old, () =>
        {
            old["metadata"]!["deletionTimestamp"] = Time(35, 35);
            old["metadata"]!["deletionGracePeriodSeconds"] = 35;
        });
        lock (_lock)
            _isRolling = false;
        Change("MODIFIED", old, () =>
        {
            SetReady(old, false, Time(6, 0));
            old["status"]!["containerStatuses"]![0]!["state"] = new JsonObject
            {
                ["terminated"] = new JsonObject
                {
                    ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = Time(-3600, -3600),
                    ["finishedAt"] = Time(12, 0),
                },
            };
        });
        // The status of the Deployment no longer counts a pod that is still there.
        await Task.Yield();
        Change("DELETED", old, () => _pods.Remove(old));
    }

    private void Change(string kind, JsonObject pod, Action change)
    {
        lock (_lock)
        {
            change();
            pod["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            var line = new JsonObject { ["type"] = kind, ["object"] = JsonNode.Parse(pod.ToJsonString()) }.ToJsonString();
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(line));
        }
    }

    private static void SetReady(JsonObject pod, bool isReady, string at) => pod["status"]!["conditions"] = new JsonArray(new JsonObject
    {
        ["type"] = "Ready", ["status"] = isReady ? "True" : "False", ["lastTransitionTime"] = at,
    });

    /// <summary>A time as the API server writes it.</summary>
    /// <param name="seconds">Seconds from the restart, which is at a fixed time.</param>
    /// <param name="live">Seconds from now, for a cluster whose clock is the real one.</param>
    private string Time(int seconds, int live) => (_isLive ? TimeProvider.System.GetUtcNow().AddSeconds(live) : Restart.AddSeconds(seconds))
        .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private JsonObject Pod(string name, string uid, bool isReady, string startedAt)
    {
        var pod = JsonNode.Parse($$$"""
            {
              "kind": "Pod", "apiVersion": "v1",
              "metadata": {"name": "{{{name}}}", "namespace": "shop", "uid": "{{{uid}}}", "resourceVersion": "100"},
              "spec": {"containers": [{"name": "spade-api", "image": "registry.example.org/spade-api:1.4.0"}]},
              "status": {
                "phase": "Running",
                "containerStatuses": [{
                  "name": "spade-api", "image": "spade-api", "imageID": "", "ready": true, "restartCount": 0,
                  "state": {"running": {"startedAt": "{{{startedAt}}}"}}
                }]
              }
            }
            """)!.AsObject();
        SetReady(pod, isReady, Time(-3595, -3595));
        return pod;
    }

    private string PodList()
    {
        lock (_lock)
        {
            return new JsonObject
            {
                ["kind"] = "PodList", ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture) },
                ["items"] = new JsonArray([.. _pods.Select(pod => JsonNode.Parse(pod.ToJsonString()))]),
            }.ToJsonString();
        }
    }

    private JsonObject Deployment()
    {
        lock (_lock)
        {
            return JsonSerializer.SerializeToNode(new
            {
                kind = "Deployment",
                apiVersion = "apps/v1",
                metadata = new { name = "spade-api", @namespace = "shop", generation = _generation },
                spec = new
                {
                    replicas = 1,
                    selector = new { matchLabels = new { app = "spade-api" } },
                    template = new
                    {
                        spec = new
                        {
                            terminationGracePeriodSeconds = 35,
                            containers = new[]
                            {
                                new
                                {
                                    name = "spade-api", image = "registry.example.org/spade-api:1.4.0",
                                    envFrom = new[] { new { configMapRef = new { name = "spade-api-config" } } },
                                },
                            },
                        },
                    },
                },
                status = new
                {
                    observedGeneration = _generation, replicas = _isRolling ? 2 : 1, updatedReplicas = 1, availableReplicas = 1,
                },
            })!.AsObject();
        }
    }

    private const string ConfigMap =
        """
        {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "spade-api-config"}, "data": {
          "Shutdown__PreStop": "5", "Shutdown__LameDuck": "5", "Shutdown__InFlight": "22", "Shutdown__Close": "2", "Shutdown__Margin": "1",
          "Shutdown__GracePeriod": "35", "ASPNETCORE_URLS": "http://+:8080"
        }}
        """;
}
