using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>Conversations in the browser: text, reasoning, tool calls, citations and token usage.</summary>
[Collection(nameof(SharedWebChat))]
public sealed partial class ConversationTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Conversation_shows_messages_responses_and_token_usage()
    {
        await using var page = await chat.OpenAsync();

        await page.SendAndWaitAsync("Say hello.");
        await page.SendAndWaitAsync("Say goodbye.");

        await Expect(page.UserMessages).ToHaveTextAsync(["Say hello.", "Say goodbye."]);
        await Expect(page.Responses.First.Locator(".text")).ToHaveTextAsync("You said: \"Say hello.\".");
        await Expect(page.ResponseText).ToHaveTextAsync("You said: \"Say goodbye.\".");
        await Expect(page.Response.Locator(".usage")).ToHaveTextAsync(Usage());
        Assert.Equal(["system", "user", "assistant", "user"], GetMessages().Select(message => (string?)message!["role"]));
        Assert.Equal("You said: \"Say hello.\".", (string?)GetMessages()[2]!["content"]);
    }

    [BrowserFact]
    public async Task Text_is_shown_while_it_arrives()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();

        await page.SendAsync("Count.");
        stream.SendText("One");
        await Expect(page.ResponseText).ToHaveTextAsync("One");
        await Expect(page.Response).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(page.Stop).ToBeVisibleAsync();
        stream.SendText(", two");
        await Expect(page.ResponseText).ToHaveTextAsync("One, two");
        stream.Complete();

        await Expect(page.Response).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(page.Status).ToHaveTextAsync("The response is complete.");
        await Expect(page.Response.Locator(".usage")).ToHaveTextAsync(ScriptedUsage());
        await Expect(page.Send).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Reasoning_is_collapsed_above_the_text()
    {
        await using var page = await chat.OpenAsync();
        await page.Button("Reasoning").ClickAsync();

        await page.SendAndWaitAsync("Why?");

        var reasoning = page.Response.Locator(".reasoning");
        await Expect(reasoning.Locator("p")).ToBeHiddenAsync();
        await reasoning.Locator("summary").ClickAsync();
        await Expect(reasoning.Locator("p")).ToContainTextAsync("there is no reasoning");
        await Expect(page.ResponseText).ToHaveTextAsync("You said: \"Why?\".");
        Assert.Equal("high", (string?)GetRequest()["reasoning_effort"]);
    }

    [BrowserFact]
    public async Task Arguments_of_a_tool_call_are_shown_while_they_arrive()
    {
        await using var page = await chat.OpenAsync();
        var calls = chat.Gateway.AddStream();
        var text = chat.Gateway.AddStream();

        await page.SendAsync("Is it warm?");
        calls.Send(Chunks.ToolCall("get_weather", "{\"city\":"));
        var call = page.Response.Locator(".call");
        await Expect(call.Locator("summary")).ToHaveTextAsync(new Regex(@"^get_weather\s*\{""city"":\s*Running…$"));
        calls.Send(Chunks.ToolCall(null, "\"Paris\"}"));
        await Expect(call.Locator("code")).ToHaveTextAsync("{\"city\":\"Paris\"}");
        calls.Complete("tool_calls");
        await Expect(call.Locator("pre")).ToHaveTextAsync("10 °C and sun");
        await Expect(call.Locator("pre")).ToBeVisibleAsync();
        await Expect(call.Locator(".state")).ToHaveTextAsync("Done");
        text.SendText("It is cool.");
        text.Complete();

        await Expect(page.ResponseText).ToHaveTextAsync("It is cool.");
        await Expect(page.Response).ToHaveAttributeAsync("aria-busy", "false");
    }

    [BrowserFact]
    public async Task Tool_results_are_part_of_the_next_request()
    {
        await using var page = await chat.OpenAsync();

        await page.SendAndWaitAsync("What is the weather in Paris and in Lyon?");
        await page.SendAndWaitAsync("Thanks.");

        await Expect(page.Responses.First.Locator(".call pre")).ToHaveTextAsync(["10 °C and sun", "22 °C and rain"]);
        await Expect(page.Responses.First.Locator(".text")).ToContainTextAsync("The tool get_weather returned: 10 °C and sun");
        Assert.Equal(
            ["system", "user", "assistant", "tool", "tool", "assistant", "user"],
            GetMessages().Select(message => (string?)message!["role"]));
    }

    [BrowserFact]
    public async Task Failed_tool_call_is_shown_and_sent_to_the_model()
    {
        await using var page = await chat.OpenAsync();

        await page.SendAndWaitAsync("What time is it in Atlantis?");

        await Expect(page.Response.Locator(".call .state")).ToHaveTextAsync("Failed");
        await Expect(page.Response.Locator(".call pre")).ToHaveTextAsync(
            "Error: There is no time zone named after Atlantis. Use the largest city nearby.");
        Assert.StartsWith("Error: There is no time zone", (string?)GetMessages()[^1]!["content"], StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Citations_link_to_their_sources()
    {
        await using var page = await chat.OpenAsync();
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(
            Chunks.ToolCall("search_docs", "{\"query\":\"images\"}"), Chunks.End("tool_calls")));
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(
            Chunks.Text("Images are sent as URLs"), Chunks.Reference(0), Chunks.Text(" or in base64"), Chunks.Reference(0, 9),
            Chunks.Text("."), Chunks.End()));

        await page.SendAndWaitAsync("How are images sent?");

        await Expect(page.Response.Locator(".call pre")).ToBeHiddenAsync();
        await Expect(page.ResponseText).ToHaveTextAsync("Images are sent as URLs1 or in base6412.");
        var link = page.ResponseText.Locator("a").First;
        await Expect(link).ToHaveAttributeAsync("href", "https://docs.mistral.ai/capabilities/vision/");
        await Expect(link).ToHaveAccessibleNameAsync("Source 1: Vision");
        await Expect(page.Response.Locator(".sources li")).ToHaveTextAsync([new Regex("^VisionSend images"), new Regex("^Source 9$")]);
    }

    [BrowserFact]
    public async Task Truncated_response_has_a_note()
    {
        await using var page = await chat.OpenAsync();
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.Text("Once upon"), Chunks.End("length")));

        await page.SendAndWaitAsync("Tell a story.");

        await Expect(page.Response).ToContainTextAsync("it reached the maximum number of tokens");
    }

    [BrowserFact]
    public async Task New_chat_removes_the_conversation()
    {
        await using var page = await chat.OpenAsync();
        await page.SendAndWaitAsync("Say hello.");

        await page.Button("New chat").ClickAsync();
        await Expect(page.Responses).ToHaveCountAsync(0);
        await page.Button("What is the weather in Paris and in Lyon?").ClickAsync();
        await Expect(page.Response).ToHaveAttributeAsync("aria-busy", "false");

        await Expect(page.UserMessages).ToHaveTextAsync(["What is the weather in Paris and in Lyon?"]);
        Assert.DoesNotContain(GetMessages(), message => (string?)message!["content"] == "Say hello.");
    }

    private JsonObject GetRequest() => (JsonObject)chat.Emulator.Requests[^1].Json!;

    private JsonArray GetMessages() => (JsonArray)GetRequest()["messages"]!;

    [GeneratedRegex(@"^\d+ tokens in · \d+ out( · [\d,.]+ tokens/s)?$")]
    private static partial Regex Usage();

    [GeneratedRegex(@"^412 tokens in · 38 out · [\d,.]+ tokens/s$")]
    private static partial Regex ScriptedUsage();
}
