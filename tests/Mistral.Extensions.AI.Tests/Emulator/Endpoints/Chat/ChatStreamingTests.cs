using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Chat;

public sealed class ChatStreamingTests
{
    [Fact]
    public async Task Text_is_streamed_word_by_word_between_empty_first_and_last_deltas()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi there", """{"stream":true}""");

        Assert.Equal("text/event-stream; charset=utf-8", response.Headers["Content-Type"]);
        Assert.Equal("[DONE]", response.EventPayloads[^1]);
        Assert.Equal("""{"role":"assistant","content":""}""", response.Deltas[0].ToJsonString());
        Assert.Equal(["", "You", " said:", " \"Hi", " there\".", ""], response.Deltas.Select(delta => (string?)delta["content"]));
        Assert.Equal(
            [null, null, null, null, null, "stop"],
            response.Chunks.Select(chunk => (string?)chunk["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task Last_chunk_has_text_and_finish_reason_when_TextInLastChunk_is_set()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TextInLastChunk = true });

        var response = await emulator.PostUserMessageAsync("Hi there", """{"stream":true}""");

        Assert.Equal(["", "You", " said:", " \"Hi", " there\"."], response.Deltas.Select(delta => (string?)delta["content"]));
        Assert.Equal("stop", (string?)response.Chunks[^1]["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task Stream_has_no_rate_limit_headers_and_no_logprobs()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi there", """{"stream":true}""");

        Assert.DoesNotContain(response.Headers.Keys, name => name.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("logprobs", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_last_chunk_has_usage()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var complete = await emulator.PostUserMessageAsync("Hi there");
        var stream = await emulator.PostUserMessageAsync("Hi there", """{"stream":true}""");

        Assert.All(stream.Chunks.SkipLast(1), chunk => Assert.False(chunk.AsObject().ContainsKey("usage")));
        Assert.Equal(complete.Json["usage"]!.ToJsonString(), stream.Chunks[^1]["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_chunk_has_the_same_completion_id()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi there", """{"stream":true}""");

        Assert.Single(response.Chunks.Select(chunk => $"{chunk["id"]} {chunk["created"]} {chunk["model"]} {chunk["object"]}").Distinct());
        Assert.Equal("mistral-small-latest", (string?)response.Chunks[0]["model"]);
        Assert.Equal("chat.completion.chunk", (string?)response.Chunks[0]["object"]);
    }

    [Fact]
    public async Task Delta_content_changes_from_lists_to_strings_after_reasoning()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi", """{"stream":true,"reasoning_effort":"high"}""");

        var contentTypes = response.Deltas.Select(delta => delta["content"] switch
        {
            JsonArray chunks => string.Join('+', chunks.Select(chunk => (string?)chunk!["type"])),
            var text => (string?)text == "" ? "empty" : "string",
        }).ToArray();
        var transition = Array.IndexOf(contentTypes, "thinking+text");
        Assert.Equal("empty", contentTypes[0]);
        Assert.Equal(["thinking", "empty"], contentTypes[1..transition].Distinct());
        Assert.Equal(["string", "empty"], contentTypes[(transition + 1)..].Distinct());
        Assert.True((bool)response.Deltas[transition]["content"]![0]!["closed"]!);
        Assert.Equal("You", (string?)response.Deltas[transition]["content"]![1]!["text"]);
    }

    [Fact]
    public async Task Tool_calls_are_streamed_in_one_chunk_with_the_finish_reason()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("weather in Paris and Rome",
            """
            {"stream":true,"tools":[{"type":"function","function":{"name":"get_weather",
              "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}
            """);

        Assert.Equal(2, response.Chunks.Count);
        Assert.Null(response.Deltas[1]["content"]);
        Assert.Equal("tool_calls", (string?)response.Chunks[1]["choices"]![0]!["finish_reason"]);
        Assert.Equal(
            [(0, "function", """{"city":"Paris"}"""), (1, "function", """{"city":"Rome"}""")],
            response.Deltas[1]["tool_calls"]!.AsArray()
                .Select(call => ((int)call!["index"]!, (string)call["type"]!, (string)call["function"]!["arguments"]!)));
    }

    [Fact]
    public async Task Several_choices_are_interleaved()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi", """{"stream":true,"n":2}""");

        var indexes = response.Chunks.Select(chunk => (int)chunk["choices"]![0]!["index"]!).ToArray();
        Assert.Equal(indexes.Select((_, number) => number % 2), indexes);
        var second = response.Chunks.Where(chunk => (int)chunk["choices"]![0]!["index"]! == 1)
            .Select(chunk => (string?)chunk["choices"]![0]!["delta"]!["content"]);
        Assert.Equal("You said: \"Hi\". (choice 2 of 2)", string.Concat(second));
    }

    [Fact]
    public async Task Streamed_text_does_not_split_surrogate_pairs()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var foxes = string.Concat(Enumerable.Repeat("🦊", 40));

        var response = await emulator.PostUserMessageAsync(foxes, """{"stream":true}""");

        Assert.True(response.Deltas.Count > 4);
        Assert.Equal($"You said: \"{foxes}\".", string.Concat(response.Deltas.Select(delta => (string?)delta["content"])));
        Assert.All(response.Deltas, delta => Assert.DoesNotContain("\uFFFD", (string?)delta["content"], StringComparison.Ordinal));
        Assert.Contains("🦊", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", response.Body, StringComparison.Ordinal);
    }
}
