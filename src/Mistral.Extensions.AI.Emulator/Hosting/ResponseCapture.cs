using System.Buffers;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Keeps the start of a response body.</summary>
internal sealed class ResponseCapture
{
    private const int MaxLength = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();

    /// <summary>The start of the body.</summary>
    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>The length of the whole body.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a part of the body that was sent.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        Length += part.Length;
        _body.Write(part[..Math.Min(part.Length, MaxLength - _body.WrittenCount)]);
    }
}
