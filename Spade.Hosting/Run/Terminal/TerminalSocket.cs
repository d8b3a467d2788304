using System.Net.Sockets;
using Aspire.Hosting.Storage;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>The Unix socket on which a running AppHost can be asked, by its owner only.</summary>
internal sealed class TerminalSocket(IConfiguration configuration)
{
    // sun_path of unix(7), less its final zero.
    private const int LongestPath = 107;

    private readonly ApplicationFolder _folder = ApplicationFolder.Of(configuration, configuration["AppHost:Directory"]!);

    /// <summary>Where it is; there is one for each folder that an AppHost can have its data in.</summary>
    internal string Path => System.IO.Path.Combine(_folder.FullPath, "run", "terminal");

    /// <summary>The folder of that AppHost's data.</summary>
    internal string DataFolder => _folder.FullPath;

    /// <summary>False when the kernel takes no path of that length.</summary>
    internal bool IsPossible => System.Text.Encoding.UTF8.GetByteCount(Path) <= LongestPath;

    /// <summary>Listens; a socket that a killed AppHost left is replaced.</summary>
    internal Socket Listen()
    {
        File.Delete(Path);
        var socket = NewSocket();
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Path));
            // Before it listens: nobody else gets in even for a moment.
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Null when no AppHost listens. Throws <see cref="DistributedApplicationException"/> when it is another user's.</summary>
    internal async Task<Socket?> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (!IsPossible)
            return null;
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new DistributedApplicationException($"The AppHost with its data in {DataFolder} belongs to another user: ask as that user.", exception);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused || !File.Exists(Path))
        {
            // Killed, or gone this instant.
            socket.Dispose();
            return null;
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
