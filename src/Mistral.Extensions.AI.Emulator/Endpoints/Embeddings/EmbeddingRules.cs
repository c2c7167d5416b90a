using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary>How much may be embedded at once, and which model may be asked for which vectors.</summary>
internal static class EmbeddingRules
{
    private const int MaxInputs = 512;
    private const int MaxTokens = 16_384;

    public static void CheckOutputFormat(JsonElement request, ModelCard model)
    {
        var dimension = request.FindNumber("output_dimension");
        // https://github.com/upsidelab/enthusiast/pull/360 quotes the server on the dimension.
        if (dimension is not null && model.MaxDimensions is null)
            throw ApiError.InvalidArguments("This model does not support output_dimension.");
        if (dimension > model.MaxDimensions)
            throw ApiError.InvalidArguments($"output_dimension must be less than or equal to {model.MaxDimensions} for this model.");
        if (request.FindString("output_dtype") is { } type && type != "float" && model.MaxDimensions is null)
            throw ApiError.InvalidArguments("This model does not support output_dtype.");
    }

    public static void CheckInputs(IReadOnlyList<string> inputs, ModelCard model)
    {
        // https://github.com/raphaelmansuy/edgequake-llm/pull/74
        if (inputs.Count > MaxInputs)
            throw CreateInputError("Too many inputs in request, split into more batches.");
        for (var index = 0; index < inputs.Count; index++)
        {
            if (inputs[index].Length == 0)
                throw CreateInputError($"Input id {index} is empty.");
            if (Tokenizer.Count(inputs[index]) is var tokens && tokens > model.ContextLength)
                throw CreateInputError($"Input id {index} has {tokens} tokens, exceeding max {model.ContextLength} tokens.");
        }
        // https://github.com/chroma-core/chroma/issues/5597
        if (inputs.Sum(Tokenizer.Count) > MaxTokens)
            throw CreateInputError("Too many tokens overall, split into more batches.");
    }

    private static ApiError CreateInputError(string message) => ApiError.BadRequest(message, "invalid_request_prompt", "3210");
}
