using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Classifiers;

/// <summary>The moderation examples of Mistral's OpenAPI description.</summary>
public sealed class ClassifierOpenApiExampleTests
{
    [Theory]
    [InlineData("moderation.json", 2)]
    [InlineData("chat-moderation.json", 1)]
    public void Example_response_is_read_without_loss(string name, int resultCount)
    {
        var response = OpenApiExamples.AssertLossless(OpenApiExamples.Read(name), ClassifiersJson.Default.ModerationResponse);

        Assert.Null(response.AdditionalProperties);
        Assert.Equal(resultCount, response.Results.Count);
        Assert.All(response.Results, result => Assert.Null(result.AdditionalProperties));
        Assert.False(response.Results[0].Categories["violence_and_threats"]);
        Assert.InRange(response.Results[0].CategoryScores["pii"], 0.002, 0.005);
    }
}
