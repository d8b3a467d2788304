using System.Net;
using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.Balancing;

namespace Spade.Tests.Balancing;

/// <summary>A program whose thread pool has no free thread while a member of its balancer becomes unready. It is a process of its own
/// because it would stop all tests that run beside it.</summary>
internal static class StarvedBalancer
{
    internal const string Name = "starved-balancer";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static volatile int _status = 200;

    /// <returns>0 when the balancer has noticed, else 1.</returns>
    internal static async Task<int> RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        new Thread(() => Answer(listener)) { IsBackground = true }.Start();
        await using var balancer = TcpBalancer.Start();
        var member = await balancer.AddReadyAsync(new Uri($"http://{listener.LocalEndpoint}"));

        using var free = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(Environment.ProcessorCount - 1);
        // This method runs on a thread of the pool and blocks it as well.
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount);
        for (var thread = 1; thread < Environment.ProcessorCount; thread++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                blocked.Signal();
                free.Wait();
            });
        }

        blocked.Wait();
        _status = 503;
        var noticed = SpinWait.SpinUntil(() => !member.IsReady, Limit);
        free.Set();
        return noticed ? 0 : 1;
    }

    private static void Answer(TcpListener listener)
    {
        while (true)
        {
            using var client = listener.AcceptTcpClient();
            using var stream = client.GetStream();
            stream.ReadExactly(new byte[16]);
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {_status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            client.Client.Shutdown(SocketShutdown.Send);
            while (stream.Read(new byte[256]) > 0)
                continue;
        }
    }
}
