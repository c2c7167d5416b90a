using System.Reflection;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Architecture;

/// <summary>The public API of the package equals the approved text file, so that every change to it is deliberate and reviewed.</summary>
public sealed class PublicApiTests
{
    private static readonly Assembly Package = typeof(MistralPromptExecutionSettings).Assembly;

    private static readonly string ApprovedFile =
        Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.SemanticKernel.Tests", "Architecture", "PublicApi.approved.txt");

    [Fact]
    public void Public_API_equals_the_approved_API()
    {
        var actual = PublicApiText.Generate(Package);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(ApprovedFile, actual);

        // After an intended change, run this test with the environment variable APPROVE=1 and commit the file.
        Assert.Equal(File.Exists(ApprovedFile) ? File.ReadAllText(ApprovedFile).ReplaceLineEndings("\n") : "", actual);
    }

    // Both packages can be referenced by one project: an ambiguous name would not compile.
    [Fact]
    public void Public_names_differ_from_those_of_the_alpha_connector()
    {
        string[] alphaConnectorNames =
        [
            "MistralAIPromptExecutionSettings", "MistralAIKernelBuilderExtensions", "AddMistralChatCompletion",
            "AddMistralTextEmbeddingGeneration", "AddMistralEmbeddingGenerator", "MistralAIServiceCollectionExtensions",
            "MistralAIChatCompletionService", "MistralAITextEmbeddingGenerationService",
        ];
        var names = Package.GetExportedTypes()
            .SelectMany(type => type.GetMethods().Select(method => method.Name).Append(type.Name))
            .ToList();

        Assert.Contains("AddMistralChatClient", names);
        Assert.DoesNotContain(names, alphaConnectorNames.Contains);
    }
}
