using System.Buffers.Binary;
using Microsoft.Extensions.Hosting;

namespace Spade.Jobs.Nodes;

/// <summary>Identity of this process. It is new at every start, because a reused identity would make orphaned jobs look
/// alive.</summary>
public sealed class Node(IHostEnvironment environment)
{
    /// <summary>Id of this process, new at every start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Application name, such as <c>Spade.Worker</c>.</summary>
    public string Service { get; } = environment.ApplicationName;

    /// <summary>Name of the machine or pod.</summary>
    public string Host { get; } = Environment.MachineName;

    /// <summary>Process id on that machine.</summary>
    public int ProcessId { get; } = Environment.ProcessId;

    /// <summary>Key of the session advisory lock that shows that this process lives: 64 random bits of the id.</summary>
    public long LockKey
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Id.TryWriteBytes(bytes);
            return BinaryPrimitives.ReadInt64LittleEndian(bytes) ^ BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        }
    }
}
