using System.ComponentModel;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Fim;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>Fills in code between what stands before it and after it, as a function for prompts, agents and other functions.</summary>
/// <remarks><c>kernel.Plugins.AddFromObject(new MistralFimPlugin(mistral), "code")</c></remarks>
public sealed class MistralFimPlugin
{
    private readonly FimApi _fim;
    private readonly string _modelId;

    /// <summary>A plugin on a client.</summary>
    /// <param name="client">The client; it stays the caller's.</param>
    /// <param name="modelId">A model that fills in.</param>
    public MistralFimPlugin(MistralClient client, string modelId = "codestral-latest")
    {
        _fim = (client ?? throw new ArgumentNullException(nameof(client))).Fim;
        _modelId = modelId;
    }

    /// <summary>Fills in code.</summary>
    /// <param name="before">What stands before it.</param>
    /// <param name="after">What stands after it; null to go on from <paramref name="before"/>.</param>
    /// <param name="maxTokens">The most tokens to fill in; null for as many as it takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The code in between.</returns>
    [KernelFunction("fill_in_code")]
    [Description("Writes the code that belongs between a piece of code and another.")]
    public async Task<string> FillInCodeAsync(
        [Description("The code before.")] string before,
        [Description("The code after. Leave out to go on from the code before.")] string? after = null,
        [Description("The most tokens to write.")] int? maxTokens = null,
        CancellationToken cancellationToken = default)
    {
        var request = new FimCompletionRequest { Model = _modelId, Prompt = before, Suffix = after, MaxTokens = maxTokens };
        var filled = await _fim.CompleteAsync(request, cancellationToken).ConfigureAwait(false);
        return filled.Choices is { Count: > 0 } choices ? choices[0].Message?.Content?.Text ?? "" : "";
    }
}
