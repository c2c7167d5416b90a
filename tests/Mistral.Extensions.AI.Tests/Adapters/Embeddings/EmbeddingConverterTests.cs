using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Embeddings;

/// <summary>The conversion of embedding requests and responses.</summary>
public sealed class EmbeddingConverterTests
{
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = MistralJson.Default };

    [Theory]
    [InlineData("""{"model":"codestral-embed","input":["a","b"],"encoding_format":"base64"}""")]
    [InlineData("""{"model":"codestral-embed","input":["a"],"encoding_format":"float","output_dimension":256,"metadata":{"a":1}}""")]
    [InlineData("""{"model":"codestral-embed","input":["a"],"output_dtype":"int8","x_field":1}""")]
    public void Request_is_the_same_after_a_round_trip(string json)
    {
        var request = Read<EmbeddingRequest>(json);

        var again = request.Input!.ToEmbeddingRequest(request.ToEmbeddingGenerationOptions());

        JsonAssert.Equal(json, Write(again));
    }

    [Fact]
    public async Task Request_of_the_converter_is_the_request_of_the_generator()
    {
        var options = new EmbeddingGenerationOptions
        {
            Dimensions = 256,
            AdditionalProperties = new() { ["metadata"] = new Dictionary<string, string> { ["a"] = "b" } },
        };
        var server = StubServer.WithResponse("""{"id":"1","object":"list","data":[{"index":0,"embedding":[1]}],"model":"m"}""");
        await server.CreateClient().AsIEmbeddingGenerator("codestral-embed")
            .GenerateAsync(["a"], options, TestContext.Current.CancellationToken);

        var request = new[] { "a" }.ToEmbeddingRequest(options, "codestral-embed");

        JsonAssert.Equal(server.SingleRequestBody().ToJsonString(), Write(request));
    }

    [Fact]
    public void Invalid_requests_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => new[] { "a", "" }.ToEmbeddingRequest(null, "mistral-embed"));
        Assert.Throws<InvalidOperationException>(() => new[] { "a" }.ToEmbeddingRequest());
    }

    [Fact]
    public void Embeddings_are_in_the_order_of_the_inputs()
    {
        var response = Read<EmbeddingResponse>("""
            {"id":"1","object":"list","model":"m","data":[{"object":"embedding","index":1,"embedding":[2]},
             {"object":"embedding","index":0,"embedding":[1]}],"usage":{"prompt_tokens":4,"completion_tokens":0,"total_tokens":4} }
            """);

        var embeddings = response.ToGeneratedEmbeddings();

        Assert.Equal([1f, 2f], embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal(["m", "m"], embeddings.Select(embedding => embedding.ModelId));
        Assert.Equal(4, embeddings.Usage!.InputTokenCount);
        Assert.Throws<MistralException>(() => (response with { Data = [response.Data[0]] }).ToGeneratedEmbeddings());
    }

    [Fact]
    public void Embeddings_are_the_same_after_a_round_trip() => Prop.ForAll<float[][], bool>((vectors, isBase64) =>
    {
        var request = new EmbeddingRequest { Model = "m", EncodingFormat = isBase64 ? "base64" : null };
        var expected = vectors.Select(vector => vector.Where(value => isBase64 || float.IsFinite(value)).ToArray()).ToList();
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(expected.Select(vector => new Embedding<float>(vector)))
        {
            Usage = new() { InputTokenCount = 3, OutputTokenCount = 0, TotalTokenCount = 3 },
        };

        var json = Write(embeddings.ToEmbeddingResponse(request));
        var again = Read<EmbeddingResponse>(json).ToGeneratedEmbeddings();

        var isString = JsonNode.Parse(json)!["data"]!.AsArray().All(data => data!["embedding"] is JsonValue == isBase64);
        return isString && again.Usage!.InputTokenCount == 3
            && expected.SequenceEqual(again.Select(embedding => embedding.Vector.ToArray()), Vectors);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Response_has_the_required_fields()
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>([new(new[] { 1f })]);

        var response = embeddings.ToEmbeddingResponse(new() { Model = "m" });

        Assert.Matches("^[0-9a-f]{32}$", response.Id);
        JsonAssert.Equal($$"""
            {"id":"{{response.Id}}","object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[1]}],
             "usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0} }
            """, Write(response));
    }

    [Theory]
    [InlineData("""{"output_dtype":"int8"}""", "output_dtype \"float\"")]
    [InlineData("""{"encoding_format":"hex"}""", "encoding_format \"hex\"")]
    [InlineData("""{"output_dimension":3}""", "2 dimensions")]
    [InlineData("""{"input":["a","b"]}""", "1 embeddings for 2 inputs")]
    [InlineData("{}", "not a finite number")]
    public void Response_that_the_request_excludes_is_rejected(string request, string message)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>([new(new[] { 1f, float.NaN })]);

        var exception = Assert.Throws<NotSupportedException>(() => embeddings.ToEmbeddingResponse(Read<EmbeddingRequest>(request)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static EqualityComparer<float[]> Vectors { get; } = EqualityComparer<float[]>.Create(
        (left, right) => left.AsSpan().SequenceEqual(right), _ => 0);

    private static T Read<T>(string json) => (T)JsonSerializer.Deserialize(json, Json.GetTypeInfo(typeof(T)))!;

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json.GetTypeInfo(typeof(T)));
}
