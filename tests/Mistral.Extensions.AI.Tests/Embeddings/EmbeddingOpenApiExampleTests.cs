using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Embeddings;

/// <summary>The embeddings examples of Mistral's OpenAPI description.</summary>
public sealed class EmbeddingOpenApiExampleTests
{
    [Fact]
    public void Example_response_is_read_without_loss()
    {
        var response = OpenApiExamples.AssertLossless(OpenApiExamples.Read("embeddings.json"), EmbeddingsJson.Default.EmbeddingResponse);

        Assert.Null(response.AdditionalProperties);
        Assert.Equal([5, 5], response.Data.Select(data => data.Embedding!.ToSingles().Length));
        Assert.Equal(-0.016632080078125f, response.Data[0].Embedding!.ToSingles().Span[0]);
    }

    [Theory]
    [InlineData("""{"object":"embedding","embedding":[0.1,0.2,0.3],"index":0}""")]
    [InlineData("""{"object":"embedding","embedding":[0.4,0.5,0.6],"index":1}""")]
    public void Example_embedding_is_read_without_loss(string json) =>
        Assert.Null(OpenApiExamples.AssertLossless(json, EmbeddingsJson.Default.EmbeddingResponseData).AdditionalProperties);

    [Fact]
    public void Example_request_is_read_without_loss() => Assert.Null(
        OpenApiExamples.AssertLossless(
            """{"model":"mistral-embed","input":["Embed this sentence.","As well as this one."]}""",
            EmbeddingsJson.Default.EmbeddingRequest).AdditionalProperties);
}
