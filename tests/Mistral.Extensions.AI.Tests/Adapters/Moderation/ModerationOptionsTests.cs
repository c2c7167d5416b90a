using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Moderation;

public sealed class ModerationOptionsTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<string, ModerationOptions> InvalidOptions => new()
    {
        { "Model is empty", new() { Model = " " } },
        { "StreamingBlockLength must be 1 or greater, but was 0", new() { StreamingBlockLength = 0 } },
        { "RefusalText is empty", new() { RefusalText = "" } },
        { "Categories is empty", new() { Categories = [] } },
        { "between 0 and 1, but was 1.5", new() { Thresholds = new Dictionary<string, double> { ["pii"] = 1.5 } } },
        { "between 0 and 1, but was NaN", new() { Thresholds = new Dictionary<string, double> { ["pii"] = double.NaN } } },
        {
            "\"law\", which is not in Categories",
            new() { Categories = ["pii"], Thresholds = new Dictionary<string, double> { ["law"] = 0.5 } }
        },
    };

    [Theory]
    [MemberData(nameof(InvalidOptions))]
    public void Invalid_options_throw(string expectedText, ModerationOptions options)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new ScriptedChatClient("").WithMistralModeration(NoNetwork.CreateClient(), options));

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PII LAW", "pii", null)]
    [InlineData("HEALTH", null, null)]
    [InlineData("PII LAW", "law", 0.95)]
    [InlineData("HEALTH PII", "pii", 0.89)]
    public async Task Only_the_categories_of_the_options_are_flagged(string text, string? flagged, double? threshold)
    {
        await using var server = await ModerationServer.StartAsync();
        var chat = server.Moderate(new ScriptedChatClient("Hello!"), new()
        {
            Categories = threshold > 0.9 ? ["pii", "law"] : ["pii"],
            Thresholds = threshold is { } value ? new Dictionary<string, double> { ["pii"] = value } : null,
        });

        var error = await Record.ExceptionAsync(() => chat.GetResponseAsync(text, cancellationToken: CancellationToken));

        Assert.Equal(flagged, error is null ? null : Assert.Single(Assert.IsType<ModerationException>(error).Categories));
    }

    [Fact]
    public async Task Threshold_replaces_the_decision_of_the_model()
    {
        await using var server = await ModerationServer.StartAsync();
        var chat = server.Moderate(
            new ScriptedChatClient("Hello!"), new() { Thresholds = new Dictionary<string, double> { ["pii"] = 1 } });

        var response = await chat.GetResponseAsync("PII", cancellationToken: CancellationToken);
        var error = await Assert.ThrowsAsync<ModerationException>(
            () => chat.GetResponseAsync("PII LAW", cancellationToken: CancellationToken));

        Assert.Equal("Hello!", response.Text);
        Assert.Equal(["law"], error.Categories);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Category_that_the_model_does_not_have_throws(bool asThreshold)
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient("Hello!");
        var options = asThreshold
            ? new ModerationOptions { Thresholds = new Dictionary<string, double> { ["jailbreaking"] = 0.5 } }
            : new ModerationOptions { Categories = ["jailbreaking"] };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.Moderate(inner, options with { Model = "mistral-moderation-2411", ContinueOnError = true })
                .GetResponseAsync("Hi", cancellationToken: CancellationToken));

        Assert.StartsWith(
            "The model mistral-moderation-2411 has no moderation category \"jailbreaking\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("dangerous_and_criminal_content", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, inner.CallCount);
    }

    [Fact]
    public async Task Later_changes_of_the_collections_have_no_effect()
    {
        await using var server = await ModerationServer.StartAsync();
        var categories = new List<string> { "pii" };
        var chat = server.Moderate(new ScriptedChatClient("Hello!"), new() { Categories = categories });

        categories[0] = "law";

        await Assert.ThrowsAsync<ModerationException>(() => chat.GetResponseAsync("PII", cancellationToken: CancellationToken));
    }

    [Fact]
    public void Null_arguments_throw()
    {
        Assert.Throws<ArgumentNullException>(() => ((IChatClient)null!).WithMistralModeration(NoNetwork.CreateClient()));
        Assert.Throws<ArgumentNullException>(() => new ScriptedChatClient("").WithMistralModeration(null!));
    }
}
