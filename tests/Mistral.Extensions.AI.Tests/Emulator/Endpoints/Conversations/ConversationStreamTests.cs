using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class ConversationStreamTests
{
    [Fact]
    public async Task Stream_has_the_events_of_the_documentation()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddSearchResult("Euro", "https://a.b/euro", "Spain won.");

        var response = await emulator.StartAsync("Search the web", """{"stream":true,"tools":[{"type":"web_search"}]}""");

        var events = response.NamedEvents();
        Assert.Equal("text/event-stream; charset=utf-8", response.Headers["Content-Type"]);
        Assert.All(events, item => Assert.Equal(item.Name, (string?)item.Data["type"]));
        Assert.Equal(
            [
                "conversation.response.started", "tool.execution.started", "tool.execution.done", "message.output.delta",
                "conversation.response.done",
            ],
            events.Select(item => item.Name).Distinct());
        Assert.Equal(["type", "created_at", "conversation_id"], Fields(events[0].Data));
        Assert.Equal(
            ["type", "created_at", "output_index", "id", "model", "agent_id", "name", "arguments"], Fields(events[1].Data));
        Assert.Equal(["type", "created_at", "output_index", "id", "name"], Fields(events[2].Data));
        Assert.Equal(
            ["type", "created_at", "output_index", "id", "content_index", "model", "agent_id", "role", "content"],
            Fields(events[3].Data));
        Assert.Equal(
            ["prompt_tokens", "completion_tokens", "total_tokens", "connector_tokens", "connectors"], Fields(events[^1].Data["usage"]!));
    }

    [Theory]
    [InlineData("Hello", "{}")]
    [InlineData("Search the web", """{"tools":[{"type":"web_search"}]}""")]
    [InlineData("Draw a cat", """{"tools":[{"type":"image_generation"}]}""")]
    [InlineData("Hello", """{"completion_args":{"reasoning_effort":"high"}}""")]
    public async Task Deltas_add_up_to_the_content_of_the_stored_message(string inputs, string fields)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = JsonNode.Parse(fields)!;
        request["stream"] = true;

        var stream = await emulator.StartAsync(inputs, request.ToJsonString());

        var events = stream.NamedEvents();
        var history = await emulator.GetJsonAsync($"/v1/conversations/{events[0].Data["conversation_id"]}/history");
        var message = history["entries"]!.AsArray()[^1]!;
        var deltas = events.Where(item => item.Name == "message.output.delta").Select(item => item.Data).ToArray();
        Assert.All(deltas, delta => Assert.Equal((string?)message["id"], (string?)delta["id"]));
        var contents = deltas.GroupBy(delta => (int)delta["content_index"]!).Select(group => Concatenate([.. group])).ToArray();
        var expected = message["content"] as JsonArray
            ?? [new JsonObject { ["type"] = "text", ["text"] = message["content"]!.DeepClone() }];
        JsonAssert.Equal(expected.ToJsonString(), new JsonArray(contents));
    }

    [Fact]
    public async Task Arguments_of_a_function_call_are_streamed_in_pieces()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var stream = await emulator.StartAsync("The weather in \"San Francisco\"",
            $$"""{"stream":true,"tools":[{{ConversationTestCalls.WeatherTool}}]}""");

        var deltas = stream.NamedEvents().Where(item => item.Name == "function.call.delta").Select(item => item.Data).ToArray();
        Assert.True(deltas.Length > 1);
        Assert.Single(deltas.Select(delta => (string?)delta["tool_call_id"]).Distinct());
        Assert.Equal("""{"city":"San Francisco"}""", string.Concat(deltas.Select(delta => (string?)delta["arguments"])));
        Assert.Equal(
            [
                "type", "created_at", "output_index", "id", "model", "agent_id", "name", "tool_call_id", "arguments",
                "confirmation_status",
            ],
            Fields(deltas[0]));
    }

    [Fact]
    public async Task Append_and_restart_can_be_streamed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("One");

        var append = await emulator.AppendAsync(start, """{"inputs":"Two","stream":true}""");
        var restart = await emulator.SendAsync(HttpMethod.Post, $"/v1/conversations/{start.Json["conversation_id"]}/restart",
            $$"""{"from_entry_id":"{{start.Outputs()[0]!["id"]}}","inputs":"Three","stream":true}""");

        Assert.Equal((string?)start.Json["conversation_id"], (string?)append.NamedEvents()[0].Data["conversation_id"]);
        Assert.NotEqual((string?)start.Json["conversation_id"], (string?)restart.NamedEvents()[0].Data["conversation_id"]);
        Assert.Equal("conversation.response.done", restart.NamedEvents()[^1].Name);
    }

    private static JsonNode Concatenate(JsonNode[] deltas)
    {
        if (deltas[0]["content"] is JsonValue)
            return new JsonObject { ["type"] = "text", ["text"] = string.Concat(deltas.Select(delta => (string?)delta["content"])) };
        var chunk = deltas[^1]["content"]!.DeepClone();
        if ((string?)chunk["type"] == "thinking")
            chunk["thinking"]![0]!["text"] = string.Concat(deltas.Select(delta => (string?)delta["content"]!["thinking"]![0]!["text"]));
        return chunk;
    }

    private static IEnumerable<string> Fields(JsonNode node) => node.AsObject().Select(member => member.Key);
}
