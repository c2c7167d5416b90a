using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The texts of audio files that <see cref="MistralEmulator.AddTranscript"/> has added.</summary>
internal sealed class KnownTranscripts
{
    private readonly ConcurrentDictionary<string, string> _texts = new();

    /// <summary>Adds the text of a file.</summary>
    public void Add(ReadOnlySpan<byte> audio, string text) => _texts[Convert.ToHexString(SHA256.HashData(audio))] = text;

    /// <summary>Removes all texts.</summary>
    public void Clear() => _texts.Clear();

    /// <summary>Returns the text of a file; null if it is not known.</summary>
    public string? Find(FileContent content)
    {
        if (_texts.IsEmpty)
            return null;
        using var stream = content.OpenRead();
        return _texts.GetValueOrDefault(Convert.ToHexString(SHA256.HashData(stream)));
    }
}
