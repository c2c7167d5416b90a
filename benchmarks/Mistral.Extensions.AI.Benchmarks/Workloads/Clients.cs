using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Baseline;
using Mistral.Extensions.AI.Chat;
using OpenAI;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Creates the clients that are compared. All of them send their requests through the given <see cref="HttpClient"/>.</summary>
internal static class Clients
{
    private const string Key = "emulator-key-0123456789";

    private static readonly Uri StubEndpoint = new("http://localhost/v1/");

    internal static BaselineClient CreateBaseline(HttpClient http, Uri? endpoint = null) =>
        new(http, endpoint ?? StubEndpoint, Samples.Model);

    internal static IChatClient CreateMistral(HttpClient http, Uri? endpoint = null, ChatRules? rules = null) =>
        CreateMistralClient(http, endpoint, rules).AsIChatClient(Samples.Model);

    internal static IEmbeddingGenerator<string, Embedding<float>> CreateMistralEmbeddings(HttpClient http) =>
        CreateMistralClient(http, null, null).AsIEmbeddingGenerator("mistral-embed");

    private static MistralClient CreateMistralClient(HttpClient http, Uri? endpoint, ChatRules? rules) =>
        new(http, new() { ApiKey = Key, Endpoint = endpoint ?? StubEndpoint, ChatRules = rules ?? new() });

    internal static OpenAIClient CreateOpenAI(HttpClient http, Uri? endpoint = null) => new(
        new ApiKeyCredential(Key),
        new OpenAIClientOptions { Endpoint = endpoint ?? StubEndpoint, Transport = new HttpClientPipelineTransport(http) });
}
