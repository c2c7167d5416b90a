using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Completions;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>Maps responses to embeddings, and back.</summary>
internal static class EmbeddingResponseMapping
{
    internal static GeneratedEmbeddings<Embedding<float>> ToGeneratedEmbeddings(EmbeddingResponse response)
    {
        var results = new Embedding<float>[response.Data.Count];
        Assign(response, EmbeddingKind.Single, results);
        return new(results) { Usage = response.Usage?.ToUsageDetails() };
    }

    /// <summary>Assigns each embedding of a response to the input at its index.</summary>
    /// <exception cref="MistralException">The response does not have one embedding of the data type for each input.</exception>
    internal static void Assign<TEmbedding>(EmbeddingResponse response, EmbeddingKind<TEmbedding> kind, Span<TEmbedding> results)
        where TEmbedding : Embedding
    {
        if (response.Data.Count != results.Length)
            throw new MistralException($"The API returned {response.Data.Count} embeddings for {results.Length} inputs.");

        var createdAt = DateTimeOffset.UtcNow;
        for (var i = 0; i < results.Length; i++)
        {
            var data = response.Data[i];
            var index = data?.Index ?? i;
            var isExpected = index >= 0 && index < results.Length && results[index] is null;
            if (!isExpected || data?.Embedding is not { } vector)
                throw new MistralException($"The API returned embeddings whose indexes do not match the {results.Length} inputs.");

            var embedding = Convert(kind, vector);
            (embedding.ModelId, embedding.CreatedAt) = (response.Model, createdAt);
            results[index] = embedding;
        }
    }

    /// <summary>Maps embeddings to a response in the format that the request specifies.</summary>
    /// <exception cref="NotSupportedException">The embeddings cannot be returned as the request specifies.</exception>
    internal static EmbeddingResponse ToEmbeddingResponse(GeneratedEmbeddings<Embedding<float>> embeddings, EmbeddingRequest request)
    {
        if (Validate(embeddings, request) is { } error)
            throw new NotSupportedException(error);

        var isBase64 = request.EncodingFormat is "base64";
        return new()
        {
            Id = CompletionFields.GetId(null),
            Object = "list",
            Model = CompletionFields.GetModel(embeddings.FirstOrDefault()?.ModelId, request.Model),
            Data = [.. embeddings.Select((embedding, index) => new EmbeddingResponseData
            {
                Object = "embedding",
                Embedding = isBase64 ? ToBase64(embedding.Vector.Span) : new(embedding.Vector.ToArray()),
                Index = index,
            })],
            Usage = UsageInfoMapping.ToUsageInfo(embeddings.Usage, raw: null, serviceTier: null) ?? UsageInfoMapping.Zero,
        };
    }

    private static string? Validate(GeneratedEmbeddings<Embedding<float>> embeddings, EmbeddingRequest request)
    {
        if (request.OutputDtype is not (null or "float"))
            return $"The embeddings are of output_dtype \"float\", but the request specifies \"{request.OutputDtype}\". Use \"float\".";
        if (request.EncodingFormat is not (null or "float" or "base64"))
            return $"The encoding_format \"{request.EncodingFormat}\" is not supported. Use \"float\" or \"base64\".";
        if (request.Input is { } input && input.Count != embeddings.Count)
            return $"The embedding generator returned {embeddings.Count} embeddings for {input.Count} inputs.";

        var dimension = request.OutputDimension;
        if (embeddings.FirstOrDefault(embedding => dimension is not null && embedding.Vector.Length != dimension) is { } different)
        {
            return $"The embedding generator returned {different.Vector.Length} dimensions, but the request specifies an output_dimension "
                + $"of {dimension}. Leave output_dimension unset, or use a model that supports it.";
        }

        return request.EncodingFormat is not "base64" && embeddings.Any(static embedding => !IsFinite(embedding.Vector.Span))
            ? "An embedding has a value that is not a finite number, which JSON cannot represent. Set encoding_format to \"base64\"."
            : null;
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsNaN(value) || float.IsInfinity(value))
                return false;
        }

        return true;
    }

    // Little-endian 32-bit numbers.
    private static EmbeddingVector ToBase64(ReadOnlySpan<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        for (var i = 0; !BitConverter.IsLittleEndian && i < bytes.Length; i += sizeof(float))
            Array.Reverse(bytes, i, sizeof(float));
        return new(bytes);
    }

    private static TEmbedding Convert<TEmbedding>(EmbeddingKind<TEmbedding> kind, EmbeddingVector vector)
        where TEmbedding : Embedding
    {
        try
        {
            return kind.Convert(vector);
        }
        catch (FormatException exception)
        {
            throw new MistralException(exception.Message, exception);
        }
    }
}
