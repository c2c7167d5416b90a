using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Scripts;

public sealed class RequestMatchTests
{
    private const string ToolTurn =
        """
        {"role":"assistant","content":"","tool_calls":[{"id":"abcdefghi","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"abcdefghi","content":"sunny"}
        """;

    public static TheoryData<RequestMatch, bool> Matches => new()
    {
        { new RequestMatch(), true },
        { new RequestMatch { Model = "mistral-small-latest" }, true },
        { new RequestMatch { Model = "mistral-small" }, false },
        { new RequestMatch { Endpoint = "/v1/chat/completions" }, true },
        { new RequestMatch { Endpoint = "/v1/chat" }, true },
        { new RequestMatch { Endpoint = "/v1/cha" }, false },
        { new RequestMatch { Text = "The weather in Paris?" }, true },
        { new RequestMatch { Text = "The weather" }, false },
        { new RequestMatch { TextContains = "Paris" }, true },
        { new RequestMatch { TextContains = "paris" }, false },
        { new RequestMatch { TextPattern = "^The .* in [A-Z]" }, true },
        { new RequestMatch { TextPattern = "(?i)PARIS" }, true },
        { new RequestMatch { TextPattern = "^in" }, false },
        { new RequestMatch { TurnIndex = 1 }, true },
        { new RequestMatch { TurnIndex = 0 }, false },
        { new RequestMatch { HasToolResult = true }, true },
        { new RequestMatch { HasToolResult = false }, false },
        { new RequestMatch { TextContains = "Paris", HasToolResult = false }, false },
        { new RequestMatch { Predicate = request => request.Model == "mistral-small-latest" && request.Method == "POST" }, true },
        { new RequestMatch { Predicate = request => request.Json!["temperature"] is not null }, false },
    };

    [Theory]
    [MemberData(nameof(Matches), DisableDiscoveryEnumeration = true)]
    public async Task Response_is_for_requests_that_match(RequestMatch match, bool isMatch)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(match, new ScriptedResponse { Text = "Scripted" });
        emulator.Server.When(match, ScriptedResponse.Fault(503));

        var first = await emulator.PostChatAsync(
            $$"""{"messages":[{"role":"user","content":[{"type":"text","text":"The weather in Paris?"}]},{{ToolTurn}}]}""");
        var second = await emulator.PostChatAsync($$"""{"messages":[{"role":"user","content":"The weather in Paris?"},{{ToolTurn}}]}""");

        Assert.Equal(isMatch ? "Scripted" : "The tool f returned: sunny", first.Content);
        Assert.Equal(isMatch ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, second.Status);
    }

    [Fact]
    public async Task Response_for_other_requests_does_not_delay_the_next_one()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(request => request.Path == "/v1/models", ScriptedResponse.Json("""{"object":"list","data":[]}"""));
        emulator.Server.Say("Hello");

        var chat = await emulator.PostUserMessageAsync("Hi");
        var models = await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(("Hello", """{"object":"list","data":[]}"""), (chat.Content, models.Body));
    }

    [Fact]
    public async Task Responses_of_When_are_a_sequence()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(
            new RequestMatch { TextContains = "joke" },
            new ScriptedResponse { Text = "One" },
            ScriptedResponse.Fault(429),
            new ScriptedResponse { Text = "Many", Times = null });

        var joke1 = await emulator.PostUserMessageAsync("A joke");
        var other = await emulator.PostUserMessageAsync("Hi");
        var joke2 = await emulator.PostUserMessageAsync("A joke");
        var joke3 = await emulator.PostUserMessageAsync("A joke");
        var joke4 = await emulator.PostUserMessageAsync("A joke");

        Assert.Equal(("One", "You said: \"Hi\".", 429), (joke1.Content, other.Content, (int)joke2.Status));
        Assert.Equal(("Many", "Many"), (joke3.Content, joke4.Content));
    }

    [Fact]
    public async Task Response_for_any_number_of_requests_follows_those_with_a_number()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse { Text = "Always", Times = null });
        emulator.Server.Enqueue(new ScriptedResponse { Text = "Twice", Times = 2 });

        var texts = new List<string>();
        for (var count = 0; count < 4; count++)
            texts.Add((await emulator.PostUserMessageAsync("Hi")).Content);

        Assert.Equal(["Twice", "Twice", "Always", "Always"], texts);
    }

    [Fact]
    public async Task Conversation_is_matched_with_its_stored_messages()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("One", "{}");
        emulator.Server.When(
            new RequestMatch { Endpoint = "/v1/conversations", Model = "mistral-small-latest", Text = "Two", TurnIndex = 1 },
            new ScriptedResponse { Text = "Hello" });

        var append = await emulator.AppendAsync(start, """{"inputs":[{"role":"user","content":"Two"}]}""");

        Assert.Equal("Hello", append.OutputText());
    }

    [Theory]
    [InlineData("/v1/fim/completions", """{"model":"codestral-latest","prompt":"Paris"}""")]
    [InlineData("/v1/embeddings", """{"model":"mistral-embed","input":"Paris"}""")]
    [InlineData("/v1/conversations", """{"model":"mistral-small-latest","inputs":"Paris"}""")]
    [InlineData("/v1/conversations", """{"model":"mistral-small-latest","inputs":[{"role":"user","content":"Paris"}]}""")]
    public async Task Text_is_the_prompt_or_the_input_of_requests_without_messages(string path, string body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(new RequestMatch { Text = "Paris" }, ScriptedResponse.Fault(503));

        var response = await emulator.SendAsync(HttpMethod.Post, path, body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Status);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"messages":[1,null,{"role":1,"content":"Paris"},"a"],"model":2}""")]
    [InlineData("""{"messages":[{"role":"user","content":"\ud800"}]}""")]
    [InlineData("")]
    public async Task Invalid_body_matches_no_text(string body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(
            new RequestMatch { TextContains = "", Model = "mistral-small-latest", HasToolResult = false }, ScriptedResponse.Fault(503));

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/chat/completions", body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
    }

    [Fact]
    public async Task Exception_of_a_predicate_is_a_500_response_that_names_it()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(_ => throw new InvalidOperationException("A bug in the test."), new ScriptedResponse { Text = "Hello" });

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(HttpStatusCode.InternalServerError, response.Status);
        Assert.Contains("A bug in the test.", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_requests_get_each_response_once()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var texts = Enumerable.Range(1, 50).Select(number => $"Text {number}").ToList();
        texts.ForEach(emulator.Server.Say);

        var responses = await Task.WhenAll(texts.Select(_ => emulator.PostUserMessageAsync("Hi")));

        Assert.Equal(texts.Order(), responses.Select(response => response.Content).Order());
        emulator.Server.AssertAllScriptsUsed();
    }
}
