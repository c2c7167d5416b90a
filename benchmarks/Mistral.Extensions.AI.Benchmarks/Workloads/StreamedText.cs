namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>The text chunks of a stream, as a checksum that costs little and allocates nothing.</summary>
internal struct StreamedText
{
    private int _chunks;
    private int _checksum;

    internal void Append(string? text)
    {
        if (text is not { Length: > 0 })
            return;

        _chunks++;
        _checksum = unchecked((_checksum * 31) + text.GetHashCode(StringComparison.Ordinal));
    }

    public override readonly string ToString() => $"{_chunks} chunks {_checksum:x8}";
}
