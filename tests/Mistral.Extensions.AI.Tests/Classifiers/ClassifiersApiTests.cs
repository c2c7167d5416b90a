using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Classifiers;

public sealed class ClassifiersApiTests
{
    private const string Moderation = "mistral-moderation-latest";
    private const string Classifier = "ft:classifier:ministral-3b-latest:587a6b29:20250401:1e6ab5a9";
    private const string EmptyResponse = """{"id":"mod-1","model":"m","results":[]}""";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_to_moderate_are_sent_as_a_list()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Classifiers.ModerateAsync(
            new()
            {
                Model = Moderation,
                Input = ["first", "second"],
                Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("7") },
            },
            CancellationToken);

        AssertSent(
            server, "/v1/moderations", """{"model":"mistral-moderation-latest","input":["first","second"],"metadata":{"user":7}}""");
    }

    [Fact]
    public async Task Conversations_to_moderate_are_sent_as_lists_of_messages()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Classifiers.ModerateChatAsync(
            new()
            {
                Model = Moderation,
                Input = [[new UserMessage("Hi"), new AssistantMessage { Content = "Hello" }], [new UserMessage("Bye")]],
            },
            CancellationToken);

        AssertSent(
            server,
            "/v1/chat/moderations",
            """
            {"model":"mistral-moderation-latest",
             "input":[[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}],[{"role":"user","content":"Bye"}]]}
            """);
    }

    [Fact]
    public async Task Texts_to_classify_are_sent_as_a_list()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Classifiers.ClassifyAsync(new() { Model = Classifier, Input = ["It's nice"] }, CancellationToken);

        AssertSent(server, "/v1/classifications", $$"""{"model":"{{Classifier}}","input":["It's nice"]}""");
    }

    [Fact]
    public async Task Conversations_to_classify_are_sent_as_objects_with_messages()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Classifiers.ClassifyChatAsync(
            new() { Model = Classifier, Input = [new() { Messages = [new UserMessage("It's nice")] }] }, CancellationToken);

        AssertSent(
            server,
            "/v1/chat/classifications",
            $$"""{"model":"{{Classifier}}","input":[{"messages":[{"role":"user","content":"It's nice"}]}]}""");
    }

    [Fact]
    public async Task Unknown_categories_and_fields_of_a_moderation_are_kept()
    {
        var response = await ModerateAsync("""
            {"id":"mod-1","model":"mistral-moderation-2603","region":"eu",
             "usage":{"prompt_tokens":9,"total_tokens":98,"completion_tokens":0,"request_count":1},
             "results":[{"categories":{"pii":true,"new_category":false},"category_scores":{"pii":0.93,"new_category":1e-5},"level":2}]}
            """);

        var result = Assert.Single(response.Results);
        Assert.Equal(("mod-1", "mistral-moderation-2603", 98), (response.Id, response.Model, response.Usage!.TotalTokens));
        Assert.Equal("eu", response.AdditionalProperties!["region"].GetString());
        Assert.Equal([("pii", true), ("new_category", false)], result.Categories.Select(category => (category.Key, category.Value)));
        Assert.Equal((0.93, 1e-5), (result.CategoryScores["pii"], result.CategoryScores["new_category"]));
        Assert.Equal(2, result.AdditionalProperties!["level"].GetInt32());
    }

    [Fact]
    public async Task Categories_in_strings_are_read_and_unreadable_categories_are_kept_as_JSON()
    {
        var response = await ModerateAsync("""
            {"results":[{"categories":{"pii":"true","law":{"a":[1]},"health":false},"category_scores":{"pii":"0.5","law":null}},null]}
            """);

        Assert.Equal(2, response.Results.Count);
        var result = response.Results[0];
        Assert.Equal([("pii", true), ("health", false)], result.Categories.Select(category => (category.Key, category.Value)));
        Assert.Equal(0.5, Assert.Single(result.CategoryScores).Value);
        JsonAssert.Equal(
            """{"pii":"true","law":{"a":[1]},"health":false}""", result.AdditionalProperties!["categories"].GetRawText());
        Assert.Empty(response.Results[1].Categories);
    }

    [Fact]
    public async Task Scores_of_a_classification_are_read_by_target_and_label()
    {
        var server = StubServer.WithResponse("""
            {"id":"1","model":"m","results":[{"sentiment":{"scores":{"positive":0.75,"negative":0.25},"top":"positive"}},
             {"sentiment":null},null]}
            """);

        var response = await server.CreateClient().Classifiers.ClassifyAsync(
            new() { Model = Classifier, Input = ["a", "b", "c"] }, CancellationToken);

        Assert.Equal(3, response.Results.Count);
        Assert.Equal(0.75, response.Results[0]["sentiment"].Scores["positive"]);
        Assert.Equal("positive", response.Results[0]["sentiment"].AdditionalProperties!["top"].GetString());
        Assert.Empty(response.Results[1]["sentiment"].Scores);
        Assert.Empty(response.Results[2]);
    }

    [Theory]
    [InlineData("{}", "No model was specified. Set Model, for example to \"mistral-moderation-latest\"")]
    [InlineData("""{"model":" ","input":["a"]}""", "No model was specified")]
    [InlineData("""{"model":"m"}""", "Input is empty")]
    [InlineData("""{"model":"m","input":[]}""", "Input is empty")]
    [InlineData("""{"model":"m","input":["a",""]}""", "Input 1 is null or empty")]
    public async Task Invalid_texts_throw_before_sending(string json, string expectedText)
    {
        var request = JsonSerializer.Deserialize(json, ClassifiersJson.Default.ClassificationRequest)!;

        await AssertInvalidAsync(expectedText, classifiers => classifiers.ModerateAsync(request, CancellationToken));
        await AssertInvalidAsync(
            expectedText.Replace(Moderation, "ft:classifier:ministral-3b-latest:...", StringComparison.Ordinal),
            classifiers => classifiers.ClassifyAsync(request, CancellationToken));
    }

    [Theory]
    [InlineData("{}", "No model was specified")]
    [InlineData("""{"model":"m","input":[]}""", "Specify at least one conversation")]
    [InlineData("""{"model":"m","input":[[{"role":"user","content":"a"}],[]]}""", "Conversation 1 has no messages")]
    [InlineData("""{"model":"m","input":[null]}""", "Conversation 0 has no messages")]
    [InlineData("""{"model":"m","input":[[null]]}""", "Message 0 of conversation 0 is null")]
    [InlineData("""{"model":"m","input":[[{"role":"critic","content":"a"}]]}""", "has the role \"critic\"")]
    public async Task Invalid_conversations_throw_before_sending(string json, string expectedText)
    {
        var request = JsonSerializer.Deserialize(json, ClassifiersJson.Default.ChatModerationRequest)!;
        var classification = new ChatClassificationRequest
        {
            Model = request.Model,
            Input = request.Input?.Select(messages => new InstructRequest { Messages = messages }).ToList(),
        };

        await AssertInvalidAsync(expectedText, classifiers => classifiers.ModerateChatAsync(request, CancellationToken));
        await AssertInvalidAsync(expectedText, classifiers => classifiers.ClassifyChatAsync(classification, CancellationToken));
    }

    [Theory]
    [InlineData("""{"results":null}""")]
    [InlineData("""{"results":{}}""")]
    [InlineData("""{"results":[1]}""")]
    [InlineData("[]")]
    public async Task Malformed_response_throws_MistralException(string responseBody)
    {
        var error = await Assert.ThrowsAsync<MistralException>(() => ModerateAsync(responseBody));

        Assert.Contains("POST /v1/moderations", error.Message, StringComparison.Ordinal);
    }

    private static Task<ModerationResponse> ModerateAsync(string responseBody) =>
        StubServer.WithResponse(responseBody).CreateClient().Classifiers.ModerateAsync(
            new() { Model = Moderation, Input = ["a"] }, CancellationToken);

    private static void AssertSent(StubServer server, string path, string body)
    {
        JsonAssert.Equal(body, server.SingleRequestBody());
        Assert.Equal($"POST https://api.mistral.ai{path}", $"POST {Assert.Single(server.RequestMessages).RequestUri}");
    }

    private static async Task AssertInvalidAsync(string expectedText, Func<ClassifiersApi, Task> call)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => call(NoNetwork.CreateClient().Classifiers));
        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }
}
