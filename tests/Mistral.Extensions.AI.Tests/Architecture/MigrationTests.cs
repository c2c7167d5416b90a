using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The code after a migration from another package, as documented in docs/migrating.md.</summary>
public sealed class MigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("From Mistral.SDK")]
    [InlineData("From the OpenAI SDK with Mistral's endpoint")]
    public void Documented_code_is_part_of_this_test_file(string heading) => DocumentedCode.AssertIsIn(
        "tests/Mistral.Extensions.AI.Tests/Architecture/MigrationTests.cs", "docs/migrating.md", heading);

    [Fact]
    public async Task Typed_request_returns_the_text_of_the_response()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        using var mistral = new MistralClient(
            new MistralClientOptions { ApiKey = "emulator-key-0123456789", Endpoint = emulator.Endpoint });

        Assert.Equal("You said: \"Hello\".", await SendTypedRequestAsync(mistral));
    }

    [Fact]
    public void Client_with_an_API_key_is_a_chat_client_of_Mistral()
    {
        const string apiKey = "emulator-key-0123456789";

        using var mistral = new MistralClient(apiKey);
        IChatClient chat = mistral.AsIChatClient("mistral-small-latest");

        Assert.Equal("mistral_ai", chat.GetService<ChatClientMetadata>()!.ProviderName);
    }

    private static async Task<string?> SendTypedRequestAsync(MistralClient mistral)
    {
        var response = await mistral.Chat.CompleteAsync(new() { Model = "mistral-small-latest", Messages = [new UserMessage("Hello")] });
        Console.WriteLine(response.Choices?[0].Message?.Content?.Text);
        return response.Choices?[0].Message?.Content?.Text;
    }

    /// <summary>Compiled, but not called: it reads the API key from an environment variable.</summary>
    internal static async Task<(ChatResponse Response, object Embeddings)> UseEnvironmentVariableAsync(IEnumerable<ChatMessage> messages)
    {
        using var mistral = new MistralClient();
        IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
        IEmbeddingGenerator<string, Embedding<float>> embeddings = mistral.AsIEmbeddingGenerator("mistral-embed");
        var response = await chat.GetResponseAsync(messages);
        return (response, embeddings);
    }
}
