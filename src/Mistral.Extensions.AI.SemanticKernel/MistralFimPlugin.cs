using System.ComponentModel;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Fim;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>A Semantic Kernel plugin for fill-in-the-middle (FIM) code completion, with the function <c>fill_in_code</c>.</summary>
/// <remarks>Add it to a kernel with <c>kernel.Plugins.AddFromObject(new MistralFimPlugin(mistral), "code")</c>.</remarks>
public sealed class MistralFimPlugin
{
    private readonly FimApi _fim;
    private readonly string _modelId;

    /// <summary>Initializes a new instance of the <see cref="MistralFimPlugin"/> class.</summary>
    /// <param name="client">The client that sends the requests. The plugin does not dispose it.</param>
    /// <param name="modelId">A model that supports FIM.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public MistralFimPlugin(MistralClient client, string modelId = "codestral-latest")
    {
        _fim = (client ?? throw new ArgumentNullException(nameof(client))).Fim;
        _modelId = modelId;
    }

    /// <summary>Generates the code in the gap between a prefix and a suffix.</summary>
    /// <param name="prefix">The code before the gap (the API's <c>prompt</c>).</param>
    /// <param name="suffix">The code after the gap (the API's <c>suffix</c>), or null to continue the prefix.</param>
    /// <param name="maxTokens">The maximum number of tokens to generate, or null for the API's default.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The generated code, without the prefix and the suffix.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    [KernelFunction("fill_in_code")]
    [Description("Generates the code that belongs between a prefix and a suffix (fill-in-the-middle).")]
    public async Task<string> FillInCodeAsync(
        [Description("The code before the gap.")] string prefix,
        [Description("The code after the gap. Omit it to continue the prefix.")] string? suffix = null,
        [Description("The maximum number of tokens to generate.")] int? maxTokens = null,
        CancellationToken cancellationToken = default)
    {
        var request = new FimCompletionRequest { Model = _modelId, Prompt = prefix, Suffix = suffix, MaxTokens = maxTokens };
        var response = await _fim.CompleteAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Choices is { Count: > 0 } choices ? choices[0].Message?.Content?.Text ?? "" : "";
    }
}
