using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http.Hosts;

/// <summary>Requests to Vertex AI, as those of the package <c>mistralai.gcp</c> of Mistral's Python SDK.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class GoogleCloudTests
{
    private const string Models = "https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west4/"
        + "publishers/mistralai/models/";

    private readonly StubServer _server = StubServer.WithDefaultResponse();

    public static TheoryData<string> OtherOperations => [.. ApiOperations.Names.Where(name => !IsSupported(name))];

    public static TheoryData<string> SupportedOperations => [.. ApiOperations.Names.Where(IsSupported)];

    [Fact]
    public async Task Chat_completion_has_the_path_of_the_model_and_the_token()
    {
        Assert.Equal("OK", await CreateClient().CompleteTextAsync());

        var message = Assert.Single(_server.RequestMessages);
        Assert.Equal((HttpMethod.Post, $"{Models}mistral-small-latest:rawPredict"), (message.Method, message.RequestUri!.AbsoluteUri));
        Assert.Equal("Bearer google-token", message.Headers.Authorization?.ToString());
        JsonAssert.Equal(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", _server.SingleRequestBody());
    }

    [Fact]
    public async Task Chat_client_streams_from_Google_Cloud()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"role":"assistant","content":"OK"}""", "stop"));
        var chat = CreateClient(server).AsIChatClient("mistral-small-2503");

        var response = await chat.GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("OK", response.Text);
        var message = Assert.Single(server.RequestMessages);
        Assert.Equal($"{Models}mistral-small-2503:streamRawPredict", message.RequestUri!.AbsoluteUri);
        JsonAssert.Equal(
            """{"model":"mistral-small-2503","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", server.SingleRequestBody());
    }

    [Theory]
    [MemberData(nameof(SupportedOperations))]
    public async Task Every_supported_operation_has_the_path_of_its_model(string operation)
    {
        var server = StubServer.WithResponse("""{"message":"No"}""", System.Net.HttpStatusCode.BadRequest);

        await Assert.ThrowsAsync<MistralException>(() => CreateClient(server).CallAsync(operation));

        var model = (string)server.SingleRequestBody()["model"]!;
        var method = operation.EndsWith("streaming", StringComparison.Ordinal) ? "streamRawPredict" : "rawPredict";
        Assert.Equal($"{Models}{model}:{method}", Assert.Single(server.RequestMessages).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("us-central1", "https://us-central1-aiplatform.googleapis.com/v1/projects/my-project/locations/us-central1/")]
    [InlineData("global", "https://aiplatform.googleapis.com/v1/projects/my-project/locations/global/")]
    public async Task Region_is_part_of_the_host_and_of_the_path(string region, string expected)
    {
        var options = new MistralClientOptions().UseGoogleCloud("my-project", _ => new("google-token"), region);

        await CreateClient(options: options).CompleteTextAsync();

        Assert.StartsWith(expected, Assert.Single(_server.RequestMessages).RequestUri!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mistral-large@2407", "mistral-large@2407")]
    [InlineData("a/../b?c", "a%2F..%2Fb%3Fc")]
    public async Task Model_cannot_change_the_path(string model, string expected)
    {
        await CreateClient().AsIChatClient(model).GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal($"{Models}{expected}:rawPredict", Assert.Single(_server.RequestMessages).RequestUri!.AbsoluteUri);
        Assert.Equal(model, (string?)_server.SingleRequestBody()["model"]);
    }

    [Theory]
    [MemberData(nameof(OtherOperations))]
    public async Task Operation_that_Google_Cloud_does_not_have_is_rejected_before_sending(string operation)
    {
        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => CreateClient().CallAsync(operation));

        Assert.Contains("Use a client for api.mistral.ai instead.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Expired_token_is_replaced()
    {
        var handler = new KeyCheckingHandler(_server, "token-2");
        var calls = 0;
        var client = new MistralClient(
            new HttpClient(handler), new MistralClientOptions().UseGoogleCloud("my-project", _ => new($"token-{++calls}")));

        Assert.Equal("OK", await client.CompleteTextAsync());

        Assert.Equal(
            $"{Models}mistral-small-latest:rawPredict", Assert.Single(_server.RequestMessages).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("", "europe-west4")]
    [InlineData(" ", "europe-west4")]
    [InlineData("..", "europe-west4")]
    [InlineData("my-project", "")]
    [InlineData("my-project", "evil.example/")]
    public void Invalid_project_or_region_is_rejected(string project, string region) =>
        Assert.Throws<ArgumentException>(() => new MistralClientOptions().UseGoogleCloud(project, _ => new("google-token"), region));

    [Fact]
    public void Missing_value_is_rejected()
    {
        Assert.Throws<ArgumentNullException>(() => new MistralClientOptions().UseGoogleCloud(null!, _ => new("google-token")));
        Assert.Throws<ArgumentNullException>(() => new MistralClientOptions().UseGoogleCloud("my-project", null!));
        Assert.Throws<ArgumentNullException>(
            () => new MistralClientOptions().UseGoogleCloud("my-project", _ => new("google-token"), null!));
    }

    private static bool IsSupported(string operation) =>
        operation is "chat" or "chat, streaming" or "fim" or "fim, streaming" or "ocr";

    private MistralClient CreateClient(StubServer? server = null, MistralClientOptions? options = null) => new(
        new HttpClient(server ?? _server), options ?? new MistralClientOptions().UseGoogleCloud("my-project", _ => new("google-token")));
}
