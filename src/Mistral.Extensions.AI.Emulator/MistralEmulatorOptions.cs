namespace Mistral.Extensions.AI.Emulator;

/// <summary>The options of a <see cref="MistralEmulator"/>.</summary>
public sealed class MistralEmulatorOptions
{
    /// <summary>
    /// The port on 127.0.0.1, between 0 and 65535. Default: 0, which selects any free port. <see cref="MistralEmulator.Endpoint"/> has
    /// the selected port.
    /// </summary>
    public int Port { get; init; }

    /// <summary>
    /// The only API key that is accepted in the header <c>Authorization: Bearer {key}</c>. Default: null, which accepts every key that
    /// is not empty.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Whether a user message directly after a tool message is accepted. The hosted API has accepted it since 2026; older and self-hosted
    /// servers return 400 with code 3230. Default: false, which returns this error.
    /// </summary>
    public bool AllowUserAfterTool { get; init; }

    /// <summary>
    /// Whether the embeddings of a response are in the reverse order of their inputs. The API does not guarantee an order: <c>index</c>
    /// is the position of the input. Set this to find clients that ignore <c>index</c>. Default: false.
    /// </summary>
    public bool ReverseEmbeddings { get; init; }

    /// <summary>Called with every request when its response starts. The command-line emulator prints a line for each.</summary>
    internal Action<RecordedRequest>? OnResponseStarting { get; init; }
}
