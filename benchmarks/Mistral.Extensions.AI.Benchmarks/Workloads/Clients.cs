using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Benchmarks.Baseline;
using Mistral.Extensions.AI.Chat;
using OpenAI;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Creates the clients that are compared. All of them send their requests through the given <see cref="HttpClient"/>.</summary>
internal static class Clients
{
    private const string Key = "emulator-key-0123456789";

    private static readonly Uri StubEndpoint = new("http://localhost/v1/");

    internal static BaselineClient CreateBaseline(HttpClient http, Uri? endpoint = null, string model = Samples.Model) =>
        new(http, endpoint ?? StubEndpoint, model);

    internal static IChatClient CreateMistral(HttpClient http, Uri? endpoint = null, ChatRules? rules = null) =>
        CreateMistralClient(http, endpoint, rules).AsIChatClient(Samples.Model);

    /// <summary>Creates the client of an application with dependency injection, whose HTTP client retries.</summary>
    internal static IChatClient CreateMistralWithRetries(HttpMessageHandler server)
    {
        var services = new ServiceCollection();
        services.AddMistralClient(options => (options.ApiKey, options.Endpoint, options.AllowInsecureHttp) = (Key, StubEndpoint, true))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        return services.BuildServiceProvider().GetRequiredService<MistralClient>().AsIChatClient(Samples.Model);
    }

    internal static IEmbeddingGenerator<string, Embedding<float>> CreateMistralEmbeddings(HttpClient http, string model) =>
        CreateMistralClient(http).AsIEmbeddingGenerator(model);

    internal static MistralClient CreateMistralClient(HttpClient http, Uri? endpoint = null, ChatRules? rules = null) =>
        new(http, new() { ApiKey = Key, Endpoint = endpoint ?? StubEndpoint, ChatRules = rules ?? new() });

    internal static OpenAIClient CreateOpenAI(HttpClient http, Uri? endpoint = null) => new(
        new ApiKeyCredential(Key),
        new OpenAIClientOptions { Endpoint = endpoint ?? StubEndpoint, Transport = new HttpClientPipelineTransport(http) });

    internal static AnthropicClient CreateAnthropic(HttpClient http, Uri? endpoint = null)
    {
        // The client adds "v1" itself.
        var url = new Uri(endpoint ?? StubEndpoint, "..").AbsoluteUri.TrimEnd('/');
        return new(new ClientOptions { HttpClient = http, ApiKey = Key, BaseUrl = url });
    }
}
