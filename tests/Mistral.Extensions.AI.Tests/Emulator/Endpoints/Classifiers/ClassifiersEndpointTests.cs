using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Classifiers;

public sealed class ClassifiersEndpointTests
{
    private const string Moderation = "\"model\":\"mistral-moderation-latest\"";
    private const string Classifier = "\"model\":\"ft:classifier:ministral-3b-latest:587a6b29:20250401:1e6ab5a9\"";

    [Theory]
    [InlineData("Hello", "")]
    [InlineData("my pii", "")]
    [InlineData("MYPII", "")]
    [InlineData("Her PII!", "pii")]
    [InlineData("a VIOLENCE_AND_THREATS, a JAILBREAKING", "violence_and_threats,jailbreaking")]
    [InlineData(
        "UNSAFE",
        "sexual,hate_and_discrimination,violence_and_threats,dangerous,criminal,selfharm,health,financial,law,pii,jailbreaking")]
    public async Task Words_in_capital_letters_set_the_categories_of_a_text(string text, string flagged)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var result = (await PostAsync(emulator, "moderations", $$"""{{{Moderation}},"input":"{{text}}"}""")).Json["results"]![0]!;

        var expected = flagged.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, result["categories"]!.AsObject().Count);
        Assert.Equal(expected, result["categories"]!.AsObject().Where(item => (bool)item.Value!).Select(item => item.Key));
        Assert.Equal(expected, result["category_scores"]!.AsObject().Where(item => (double)item.Value! == 0.9).Select(item => item.Key));
    }

    [Fact]
    public async Task Older_moderation_model_has_its_own_categories_and_a_deprecation_header()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(
            emulator, "moderations", """{"model":"mistral-moderation-2411","input":"DANGEROUS_AND_CRIMINAL_CONTENT"}""");

        var categories = response.Json["results"]![0]!["categories"]!.AsObject();
        Assert.Equal((9, true), (categories.Count, (bool)categories["dangerous_and_criminal_content"]!));
        Assert.Equal("2026-06-30T12:00:00Z", response.Headers["x-model-deprecation-timestamp"]);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"PII"},{"role":"assistant","content":"Hello"}]""", "False")]
    [InlineData("""[{"role":"user","content":"Hello"},{"role":"assistant","content":[{"type":"text","text":"PII"}]}]""", "True")]
    [InlineData("""[[{"role":"user","content":"a"}],[{"role":"system","content":"b"},{"role":"user","content":"PII"}]]""", "False,True")]
    public async Task Last_message_of_each_conversation_is_moderated(string input, string expected)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, "chat/moderations", $$"""{{{Moderation}},"input":{{input}}}""");

        var flagged = response.Json["results"]!.AsArray().Select(result => (bool)result!["categories"]!["pii"]!);
        Assert.Equal(expected, string.Join(',', flagged));
    }

    [Theory]
    [InlineData("classifications", """ "A positive report on sports" """)]
    [InlineData("chat/classifications", """ {"messages":[{"role":"user","content":"A positive report on sports"}]} """)]
    public async Task Label_that_a_text_names_has_the_highest_score(string path, string input)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var single = await PostAsync(emulator, path, $$"""{{{Classifier}},"input":{{input}}}""");
        var list = await PostAsync(emulator, path, $$"""{{{Classifier}},"input":[{{input}}]}""");

        var result = single.Json["results"]![0]!;
        Assert.Equal((0.05, 0.05, 0.9), GetScores(result, "sentiment", "negative", "neutral", "positive"));
        Assert.Equal(0.9, (double)result["topic"]!["scores"]!["sports"]!);
        Assert.True(JsonNode.DeepEquals(single.Json["results"], list.Json["results"]));
    }

    [Fact]
    public async Task Labels_have_equal_scores_if_a_text_names_none()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, "classifications", $$"""{{{Classifier}},"input":["Hello"]}""");

        Assert.Equal((0.25, 0.25, 0.25), GetScores(response.Json["results"]![0]!, "topic", "business", "science", "technology"));
    }

    [Fact]
    public async Task Usage_counts_the_tokens_of_all_texts()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, "moderations", $$"""{{{Moderation}},"input":["one two","three"],"metadata":{"a":1} }""");

        JsonAssert.Equal("""{"prompt_tokens":3,"total_tokens":3,"completion_tokens":0,"request_count":1}""", response.Json["usage"]);
    }

    [Theory]
    [InlineData("moderations", "\"model\":\"unknown\",\"input\":\"a\"", "1500", "Invalid model: unknown")]
    [InlineData("moderations", "\"model\":\"mistral-small-latest\",\"input\":\"a\"", "1500", "Invalid model: mistral-small-latest")]
    [InlineData("classifications", Moderation + ",\"input\":\"a\"", "1500", "Invalid model: mistral-moderation-latest")]
    [InlineData("moderations", Moderation + ",\"input\":[]", "3210", "No input was provided.")]
    [InlineData("moderations", Moderation + ",\"input\":[\"a\",\"\"]", "3210", "Input id 1 is empty.")]
    [InlineData("chat/moderations", Moderation + ",\"input\":[]", "3230", "Conversation must have at least one message")]
    [InlineData("chat/moderations", Moderation + ",\"input\":[[]]", "3230", "Conversation must have at least one message")]
    [InlineData("chat/classifications", Classifier + ",\"input\":[]", "3210", "No input was provided.")]
    [InlineData("chat/classifications", Classifier + ",\"input\":{\"messages\":[]}", "3230", "Conversation must have at least one message")]
    public async Task Request_that_breaks_a_rule_is_rejected_with_400(string path, string fields, string code, string message)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, path, $"{{{fields}}}");

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal((code, message), ((string?)response.Json["code"], (string?)response.Json["message"]));
    }

    [Theory]
    [InlineData("moderations", Moderation, "body.input")]
    [InlineData("moderations", Moderation + ",\"input\":5", "body.input")]
    [InlineData("moderations", Moderation + ",\"inputs\":\"a\",\"input\":\"a\"", "body.inputs")]
    [InlineData("chat/moderations", Moderation + ",\"input\":\"a\"", "body.input")]
    [InlineData("chat/moderations", Moderation + ",\"input\":[],\"metadata\":{}", "body.metadata")]
    [InlineData("chat/moderations", Moderation + ",\"input\":[{\"role\":\"critic\",\"content\":\"a\"}]", "body.input")]
    [InlineData("chat/classifications", Classifier + ",\"input\":[{\"role\":\"user\",\"content\":\"a\"}]", "body.input")]
    public async Task Request_outside_the_schema_is_rejected_with_422(string path, string fields, string location)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, path, $"{{{fields}}}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.StartsWith(
            location, string.Join('.', response.Json["detail"]![0]!["loc"]!.AsArray().Select(part => $"{part}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_longer_than_the_context_of_the_model_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var text = string.Join(' ', Enumerable.Repeat("a", 8193));

        var response = await PostAsync(emulator, "moderations", $$"""{"model":"mistral-moderation-2411","input":"{{text}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "3051"), (response.Status, (string?)response.Json["code"]));
    }

    private static Task<EmulatorResponse> PostAsync(TestEmulator emulator, string path, string body) =>
        emulator.SendAsync(HttpMethod.Post, $"/v1/{path}", body);

    private static (double First, double Second, double Third) GetScores(JsonNode result, string target, params string[] labels)
    {
        var scores = labels.Select(label => Math.Round((double)result[target]!["scores"]![label]!, 6)).ToList();
        return (scores[0], scores[1], scores[2]);
    }
}
