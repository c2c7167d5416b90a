namespace Mistral.Extensions.AI.Emulator;

/// <summary>How one <see cref="MistralEmulator"/> differs from the next.</summary>
public sealed class MistralEmulatorOptions
{
    /// <summary>The port on 127.0.0.1. 0, the default, takes any free one: read it from <see cref="MistralEmulator.Endpoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>The one key that is let in as <c>Authorization: Bearer …</c>; null, the default, lets every non-empty key in.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Whether a user message may follow a tool message directly. The hosted API took this up in 2026; older and
    /// self-hosted servers answer 400 with code 3230, and so does the emulator unless this is true.
    /// </summary>
    public bool AllowUserAfterTool { get; init; }

    /// <summary>
    /// Whether embeddings come in another order than their inputs, last one first. The API promises no order: each embedding
    /// says in <c>index</c> where it belongs. Set this to find clients that do not look.
    /// </summary>
    public bool ShuffleEmbeddings { get; init; }

    /// <summary>Told of every request when its answer begins; the program prints a line for it.</summary>
    internal Action<RecordedRequest>? OnResponseStarting { get; init; }
}
