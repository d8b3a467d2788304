using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.Connections;

namespace Spade.Tests.Load;

/// <summary>One client of a <see cref="StubServer"/>.</summary>
internal sealed class StubConnection(Socket socket)
{
    private readonly StringBuilder _read = new();

    /// <summary>Reads up to and including <paramref name="mark"/>; null when the client disconnects first.</summary>
    public async Task<string?> ReadToAsync(string mark)
    {
        var buffer = new byte[4096];
        int end;
        while ((end = _read.ToString().IndexOf(mark, StringComparison.Ordinal)) < 0)
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None);
            if (count == 0)
                return null;
            _read.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        var text = _read.ToString(0, end + mark.Length);
        _read.Remove(0, text.Length);
        return text;
    }

    /// <summary>Reads this many bytes, as characters of Latin-1.</summary>
    public async Task<string> ReadBytesAsync(int count)
    {
        var buffer = new byte[4096];
        while (_read.Length < count)
        {
            var more = await socket.ReceiveAsync(buffer, SocketFlags.None);
            if (more == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            _read.Append(Encoding.Latin1.GetString(buffer, 0, more));
        }

        var text = _read.ToString(0, count);
        _read.Remove(0, count);
        return text;
    }

    public Task<string?> ReadHeadAsync() => ReadToAsync("\r\n\r\n");

    public async Task SendAsync(string text) => await socket.SendAsync(Encoding.Latin1.GetBytes(text), SocketFlags.None);

    public Task AnswerAsync(int status, string body = "", string header = "") =>
        SendAsync($"HTTP/1.1 {status} Stub\r\nContent-Length: {body.Length}\r\n{header}\r\n{body}");

    public void Reset() => SocketEnd.Reset(socket);
}
