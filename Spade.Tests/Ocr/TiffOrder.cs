using System.Buffers.Binary;

namespace Spade.Tests.Ocr;

/// <summary>Swaps the two directories of a little-endian TIFF.</summary>
internal static class TiffOrder
{
    private const int EntryLength = 12;

    public static byte[] Swap(byte[] tiff)
    {
        var file = tiff.ToArray();
        var first = Read(file, 4);
        var firstNext = NextOf(file, first);
        var second = Read(file, firstNext);
        Write(file, 4, second);
        Write(file, NextOf(file, second), first);
        Write(file, firstNext, 0);
        return file;
    }

    private static int NextOf(byte[] file, int directory) =>
        directory + 2 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(directory)) * EntryLength;

    private static int Read(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    private static void Write(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
}
