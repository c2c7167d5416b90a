using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>Maps inputs and options to requests, and back.</summary>
internal static class EmbeddingRequestMapping
{
    /// <summary>Returns the inputs as a list.</summary>
    /// <exception cref="ArgumentException">An input is null or empty.</exception>
    internal static List<string> ToInputs(this IEnumerable<string> values)
    {
        var inputs = values.ToList();
        return inputs.FindIndex(string.IsNullOrEmpty) is >= 0 and var index
            ? throw new ArgumentException($"Input {index} is null or empty. Remove it, or replace it with text.")
            : inputs;
    }

    /// <summary>Maps options to a request without inputs.</summary>
    /// <param name="options">The options.</param>
    /// <param name="raw">The request that <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/> returned.</param>
    /// <param name="dtype">The data type of the embeddings; null for the type of the raw request.</param>
    /// <param name="defaultModelId">The model if neither the options nor the raw request have one.</param>
    /// <param name="defaultDimensions">The number of dimensions of the default model.</param>
    /// <exception cref="InvalidOperationException">There is no model.</exception>
    /// <exception cref="NotSupportedException">The raw request has another data type.</exception>
    internal static EmbeddingRequest ToEmbeddingRequest(
        EmbeddingGenerationOptions? options, EmbeddingRequest raw, string? dtype, string? defaultModelId, int? defaultDimensions)
    {
        var model = raw.Model ?? options?.ModelId ?? defaultModelId ?? throw new InvalidOperationException(
            "No model was specified. Pass one to AsIEmbeddingGenerator, for example \"mistral-embed\", "
            + "or set EmbeddingGenerationOptions.ModelId.");
        if (dtype is not null && raw.OutputDtype is { } rawType && rawType != dtype)
        {
            throw new NotSupportedException(
                $"This generator returns embeddings of output_dtype \"{dtype}\", but the request specifies \"{rawType}\". "
                + "Create a generator for that type, or leave OutputDtype unset.");
        }

        // The default dimensions belong to the default model, so they do not apply to another model that the call specifies.
        var isDefaultModel = defaultModelId is null || model == defaultModelId;
        var dimensions = options?.Dimensions ?? (isDefaultModel ? defaultDimensions : null);
        // Models with fixed dimensions do not accept output_dimension.
        var outputDimension = dimensions == EmbeddingModels.GetFixedDimensions(model) ? null : dimensions;
        var isFloat = (raw.OutputDtype ?? dtype) is null or "float";
        return raw with
        {
            Model = model,
            OutputDimension = raw.OutputDimension ?? outputDimension,
            OutputDtype = raw.OutputDtype ?? (isFloat ? null : dtype),
            EncodingFormat = raw.EncodingFormat ?? (isFloat ? "base64" : null),
            Metadata = raw.Metadata ?? AdditionalPropertyReader.From(options?.AdditionalProperties).GetMetadata(),
        };
    }

    /// <summary>Maps a request to options. Fields without a typed property are in a raw request, which other providers ignore.</summary>
    internal static EmbeddingGenerationOptions ToOptions(EmbeddingRequest request)
    {
        var raw = request with { Model = null, Input = null, OutputDimension = null, Metadata = null };
        return new()
        {
            ModelId = request.Model,
            Dimensions = request.OutputDimension,
            // A type that Microsoft.Extensions.AI can serialize without reflection.
            AdditionalProperties = request.Metadata is { } metadata
                ? new()
                {
                    [AdditionalPropertyKeys.Metadata] =
                        JsonSerializer.SerializeToElement(metadata, EmbeddingsJson.Default.IReadOnlyDictionaryStringJsonElement),
                }
                : null,
            RawRepresentationFactory = raw == new EmbeddingRequest() ? null : _ => raw,
        };
    }
}
