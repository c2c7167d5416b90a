using System.Text.Json;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Fim;

public sealed class FimRequestValidationTests
{
    [Theory]
    [InlineData("""{"prompt":"def"}""", "No model was specified. Set Model to one that supports FIM")]
    [InlineData("""{"model":"","prompt":"def"}""", "No model was specified")]
    [InlineData("""{"model":" ","prompt":"def"}""", "No model was specified")]
    [InlineData("""{"model":"codestral-latest","suffix":"return a"}""", "Prompt is null")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","min_tokens":-1}""", "MinTokens must be 0 or greater, but was -1")]
    [InlineData(
        """{"model":"codestral-latest","prompt":"def","min_tokens":9,"max_tokens":8}""",
        "MinTokens must not be greater than MaxTokens (8), but was 9")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","max_tokens":-1}""", "MaxTokens must be 0 or greater")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","temperature":1.75}""", "between 0 and 1.5")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","top_p":0}""", "greater than 0 and at most 1")]
    [InlineData(
        """{"model":"codestral-latest","prompt":"def","temperature":0,"top_p":0.5}""", "TopP must be 1 if Temperature is 0")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","random_seed":-1}""", "The random seed must be 0 or greater")]
    public async Task Invalid_request_throws_before_sending(string json, string expectedText)
    {
        var request = JsonSerializer.Deserialize(json, FimJson.Default.FimCompletionRequest)!;
        var fim = NoNetwork.CreateClient().Fim;

        var completeError = await Assert.ThrowsAsync<ArgumentException>(
            () => fim.CompleteAsync(request, TestContext.Current.CancellationToken));
        var streamError = Assert.Throws<ArgumentException>(() => { _ = fim.StreamAsync(request, TestContext.Current.CancellationToken); });

        Assert.Contains(expectedText, completeError.Message, StringComparison.Ordinal);
        Assert.Equal(completeError.Message, streamError.Message);
    }

    [Fact]
    public async Task Null_request_throws_before_sending()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => NoNetwork.CreateClient().Fim.CompleteAsync(null!, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentNullException>(
            () => { _ = NoNetwork.CreateClient().Fim.StreamAsync(null!, TestContext.Current.CancellationToken); });
    }

    [Theory]
    [InlineData("""{"model":"codestral-latest","prompt":""}""")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","suffix":"","temperature":0,"top_p":1}""")]
    [InlineData("""{"model":"codestral-latest","prompt":"def","min_tokens":8,"max_tokens":8,"stop":[]}""")]
    public async Task Valid_request_is_sent(string json)
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().Fim.CompleteAsync(
            JsonSerializer.Deserialize(json, FimJson.Default.FimCompletionRequest)!, TestContext.Current.CancellationToken);

        JsonAssert.Equal(json, server.SingleRequestBody());
    }
}
