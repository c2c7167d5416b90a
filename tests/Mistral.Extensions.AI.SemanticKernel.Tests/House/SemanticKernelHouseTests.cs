using System.Reflection;
using Mistral.Extensions.AI.Tests.House;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.House;

/// <summary>What others build on is changed on purpose only.</summary>
public sealed class SemanticKernelHouseTests
{
    private static readonly Assembly Package = typeof(MistralPromptExecutionSettings).Assembly;

    private static readonly string Approved =
        Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.SemanticKernel.Tests", "House", "PublicApi.approved.txt");

    [Fact]
    public void The_public_API_is_the_approved_one()
    {
        var received = PublicApiText.Of(Package);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Approved, received);

        // If a change is meant: run this test with the environment variable APPROVE=1, and commit the file.
        Assert.Equal(File.Exists(Approved) ? File.ReadAllText(Approved).ReplaceLineEndings("\n") : "", received);
    }

    [Fact]
    public void No_name_is_one_of_SKs_alpha_connector()
    {
        string[] theirs =
        [
            "MistralAIPromptExecutionSettings", "MistralAIKernelBuilderExtensions", "AddMistralChatCompletion", "AddMistralTextEmbeddingGeneration",
            "AddMistralEmbeddingGenerator",
        ];
        var ours = Package.GetExportedTypes().SelectMany(type => type.GetMethods().Select(method => method.Name).Append(type.Name)).ToList();

        Assert.Contains("AddMistralChatClient", ours);
        Assert.DoesNotContain(ours, theirs.Contains);
    }
}
