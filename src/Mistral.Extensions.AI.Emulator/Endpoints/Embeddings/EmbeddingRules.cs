using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary>The rules for embedding requests: the limits of a batch, and the output formats of each model.</summary>
internal static class EmbeddingRules
{
    /// <summary>The maximum number of inputs. The server rejects 257 short inputs; reports of 2025 name 512.</summary>
    private const int MaxInputs = 256;
    private const int MaxTokens = 16_384;

    /// <summary>Rejects an output dimension or data type that the model does not support.</summary>
    public static void CheckOutputFormat(JsonElement request, ModelCard model)
    {
        var dimension = request.FindNumber("output_dimension");
        // https://github.com/upsidelab/enthusiast/pull/360 quotes this error message of the server.
        if (dimension is not null && model.MaxDimensions is null)
            throw ApiError.InvalidArguments("This model does not support output_dimension.");
        if (dimension > model.MaxDimensions)
            throw ApiError.InvalidArguments($"output_dimension must be less than or equal to {model.MaxDimensions} for this model.");
        if (request.FindString("output_dtype") is { } dataType && dataType != "float" && model.MaxDimensions is null)
            throw ApiError.InvalidArguments("This model does not support output_dtype.");
    }

    /// <summary>Rejects empty inputs, and inputs over the limits of the server.</summary>
    public static void CheckInputs(IReadOnlyList<string> inputs, ModelCard model)
    {
        // https://github.com/raphaelmansuy/edgequake-llm/pull/74 quotes this error message of the server.
        if (inputs.Count > MaxInputs)
            throw CreateInputError("Too many inputs in request, split into more batches.");
        for (var index = 0; index < inputs.Count; index++)
        {
            if (inputs[index].Length == 0)
                throw CreateInputError($"Input id {index} is empty.");
            if (Tokenizer.Count(inputs[index]) is var tokens && tokens > model.ContextLength)
                throw CreateInputError($"Input id {index} has {tokens} tokens, exceeding max {model.ContextLength} tokens.");
        }
        // https://github.com/chroma-core/chroma/issues/5597 quotes this error message of the server.
        if (inputs.Sum(Tokenizer.Count) > MaxTokens)
            throw CreateInputError("Too many tokens overall, split into more batches.");
    }

    private static ApiError CreateInputError(string message) => ApiError.BadRequest(message, "invalid_request_prompt", "3210");
}
