using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Architecture;

/// <summary>The code after a migration from another Semantic Kernel connector: docs/migrating-semantic-kernel.md.</summary>
public sealed class MigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("From Semantic Kernel's alpha connector")]
    [InlineData("From OpenAI in Semantic Kernel")]
    public void Documented_code_is_part_of_this_test_file(string heading) => DocumentedCode.AssertIsIn(
        "tests/Mistral.Extensions.AI.SemanticKernel.Tests/Architecture/MigrationTests.cs", "docs/migrating-semantic-kernel.md", heading);

    [Fact]
    public void Kernel_has_the_services_of_the_alpha_connector()
    {
        var builder = Kernel.CreateBuilder();
        const string apiKey = KernelFixture.ApiKey;

        builder.AddMistralChatClient("mistral-small-latest", apiKey);
        builder.AddMistralEmbeddings("mistral-embed", apiKey);

        var kernel = builder.Build();
        Assert.NotNull(kernel.GetRequiredService<IChatCompletionService>());
        Assert.NotNull(kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    [Fact]
    public void Service_collection_has_the_services_of_the_alpha_connector()
    {
        var services = new ServiceCollection();
        const string apiKey = KernelFixture.ApiKey;

        services.AddKernel();
        services.AddMistralChatCompletionService("mistral-small-latest", apiKey);

        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<Kernel>().GetRequiredService<IChatCompletionService>());
    }

    [Fact]
    public void Service_can_be_created_without_a_kernel()
    {
        const string apiKey = KernelFixture.ApiKey;

        var chat = new MistralChatCompletionService("mistral-small-latest", apiKey);

        using (chat)
            Assert.Equal("mistral-small-latest", chat.Attributes["ModelId"]);
    }

    [Fact]
    public async Task Settings_of_the_alpha_connector_have_equivalents()
    {
        using var server = StubServer.WithDefaultResponse();
        var settings = new MistralPromptExecutionSettings
        {
            SafePrompt = true,
            Seed = 7,
            StopSequences = ["END"],
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };

        await new MistralChatCompletionService(StubServer.Model, server.CreateClient())
            .GetChatMessageContentAsync("Hi", settings, new Kernel(), Token);

        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"safe_prompt":true,"random_seed":7,"stop":["END"]}
            """,
            server.SingleRequestBody());
    }
}
