using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Emulator;

public sealed class StreamTests
{
    [Fact]
    public async Task A_text_comes_word_by_word_between_an_empty_beginning_and_an_empty_end()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.AskAsync("Hi there", """{"stream":true}""");

        Assert.Equal("text/event-stream", reply.Headers["Content-Type"]);
        Assert.Equal("[DONE]", reply.Events[^1]);
        Assert.Equal("""{"role":"assistant","content":""}""", reply.Deltas[0].ToJsonString());
        Assert.Equal(["", "You", " said:", " \"Hi", " there\".", ""], reply.Deltas.Select(delta => (string?)delta["content"]));
        Assert.Equal([null, null, null, null, null, "stop"], reply.Chunks.Select(chunk => (string?)chunk["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task Only_the_last_chunk_has_usage_and_it_is_that_of_the_document()
    {
        await using var wire = await Wire.StartAsync();

        var document = await wire.AskAsync("Hi there");
        var stream = await wire.AskAsync("Hi there", """{"stream":true}""");

        Assert.All(stream.Chunks.SkipLast(1), chunk => Assert.False(chunk.AsObject().ContainsKey("usage")));
        Assert.Equal(document.Json["usage"]!.ToJsonString(), stream.Chunks[^1]["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_chunk_names_the_same_completion()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.AskAsync("Hi there", """{"stream":true}""");

        Assert.Single(reply.Chunks.Select(chunk => $"{chunk["id"]} {chunk["created"]} {chunk["model"]} {chunk["object"]}").Distinct());
        Assert.Equal("mistral-small-latest", (string?)reply.Chunks[0]["model"]);
        Assert.Equal("chat.completion.chunk", (string?)reply.Chunks[0]["object"]);
    }

    [Fact]
    public async Task Content_changes_from_lists_to_strings_in_one_list_that_holds_both()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.AskAsync("Hi", """{"stream":true,"reasoning_effort":"high"}""");

        var shapes = reply.Deltas.Select(delta => delta["content"] switch
        {
            JsonArray chunks => string.Join('+', chunks.Select(chunk => (string?)chunk!["type"])),
            var text => (string?)text == "" ? "empty" : "string",
        }).ToArray();
        var transition = Array.IndexOf(shapes, "thinking+text");
        Assert.Equal("empty", shapes[0]);
        Assert.Equal(["thinking", "empty"], shapes[1..transition].Distinct());
        Assert.Equal(["string", "empty"], shapes[(transition + 1)..].Distinct());
        Assert.True((bool)reply.Deltas[transition]["content"]![0]!["closed"]!);
        Assert.Equal("You", (string?)reply.Deltas[transition]["content"]![1]!["text"]);
    }

    [Fact]
    public async Task Tool_calls_come_whole_with_the_reason_to_finish()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.AskAsync("weather in Paris and Rome",
            """
            {"stream":true,"tools":[{"type":"function","function":{"name":"get_weather",
              "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}
            """);

        Assert.Equal(2, reply.Chunks.Count);
        Assert.Null(reply.Deltas[1]["content"]);
        Assert.Equal("tool_calls", (string?)reply.Chunks[1]["choices"]![0]!["finish_reason"]);
        Assert.Equal(
            [(0, """{"city":"Paris"}"""), (1, """{"city":"Rome"}""")],
            reply.Deltas[1]["tool_calls"]!.AsArray().Select(call => ((int)call!["index"]!, (string)call["function"]!["arguments"]!)));
    }

    [Fact]
    public async Task Several_choices_take_turns()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.AskAsync("Hi", """{"stream":true,"n":2}""");

        var indexes = reply.Chunks.Select(chunk => (int)chunk["choices"]![0]!["index"]!).ToArray();
        Assert.Equal(indexes.Select((_, number) => number % 2), indexes);
        var second = reply.Chunks.Where(chunk => (int)chunk["choices"]![0]!["index"]! == 1)
            .Select(chunk => (string?)chunk["choices"]![0]!["delta"]!["content"]);
        Assert.Equal("You said: \"Hi\". (choice 2 of 2)", string.Concat(second));
    }

    [Fact]
    public async Task A_character_of_two_halves_is_never_cut()
    {
        await using var wire = await Wire.StartAsync();
        var foxes = string.Concat(Enumerable.Repeat("🦊", 40));

        var reply = await wire.AskAsync(foxes, """{"stream":true}""");

        Assert.True(reply.Deltas.Count > 4);
        Assert.Equal($"You said: \"{foxes}\".", string.Concat(reply.Deltas.Select(delta => (string?)delta["content"])));
        Assert.All(reply.Deltas, delta => Assert.DoesNotContain("\uFFFD", (string?)delta["content"], StringComparison.Ordinal));
    }
}
