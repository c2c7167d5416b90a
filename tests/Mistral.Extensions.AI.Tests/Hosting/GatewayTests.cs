using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>The sample Gateway as a process. The official SDK calls it in tests/clients/gateway.test.mjs.</summary>
[Collection(nameof(NonParallel))]
[Trait("Requires", "net10.0")]
public sealed class GatewayTests
{
    // The start of a process takes long if the machine is busy.
    private const int MaxMilliseconds = 300_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact(Timeout = MaxMilliseconds)]
    public async Task Client_of_this_library_gets_responses_embeddings_and_errors_of_the_model()
    {
        await using var emulator = await MistralEmulator.StartAsync(new(), CancellationToken);
        using var process = WebSample.Start("Gateway", ("MISTRAL_EMULATOR_ENDPOINT", emulator.Endpoint.ToString()));
        try
        {
            var address = await WebSample.ReadAddressAsync(process);
            using var client = new MistralClient(new MistralClientOptions { Endpoint = address, ApiKey = "any-key", MaxRetries = 0 });
            using var chat = client.AsIChatClient("mistral-small-latest");

            var response = await chat.GetResponseAsync("Hi", cancellationToken: CancellationToken);
            var streamed = await chat.GetStreamingResponseAsync("Hi", cancellationToken: CancellationToken)
                .ToChatResponseAsync(CancellationToken);
            var vector = await client.AsIEmbeddingGenerator("mistral-embed")
                .GenerateVectorAsync("a", cancellationToken: CancellationToken);
            emulator.Enqueue(ScriptedResponse.Fault(403, """{"object":"error","message":"not allowed"}"""));
            var error = await Assert.ThrowsAsync<MistralException>(
                () => chat.GetResponseAsync("Hi", cancellationToken: CancellationToken));

            Assert.Equal("You said: \"Hi\".", response.Text);
            Assert.Equal(response.Text, streamed.Text);
            Assert.Equal(response.Usage!.TotalTokenCount, streamed.Usage!.TotalTokenCount);
            Assert.Equal(1024, vector.Length);
            Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
            Assert.Contains("not allowed", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact(Timeout = MaxMilliseconds)]
    public async Task Invalid_request_is_an_error_in_JSON()
    {
        await using var emulator = await MistralEmulator.StartAsync(new(), CancellationToken);
        using var process = WebSample.Start("Gateway", ("MISTRAL_EMULATOR_ENDPOINT", emulator.Endpoint.ToString()));
        try
        {
            using var http = new HttpClient { BaseAddress = await WebSample.ReadAddressAsync(process) };
            using var body = new StringContent("""{"messages":5}""", new MediaTypeHeaderValue("application/json"));

            var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body, CancellationToken);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(CancellationToken))!;
            Assert.Equal(("error", "invalid_request_error"), ((string?)error["object"], (string?)error["type"]));
            Assert.NotEqual("", (string)error["message"]!);
            Assert.Empty(emulator.Requests);
            var unknown = await http.GetAsync(new Uri("/v1/unknown", UriKind.Relative), CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
            Assert.Equal("error", (string?)JsonNode.Parse(await unknown.Content.ReadAsStringAsync(CancellationToken))!["object"]);
        }
        finally
        {
            process.Kill();
        }
    }
}
