using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

public sealed class TokenUsageTests
{
    private const string UsageJson = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";
    private const string UsageChunk = $$"""{"id":"cmpl-1","model":"m","choices":[],"usage":{{UsageJson}}}""";

    [Theory]
    [InlineData(
        """{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"prompt_tokens_details":{"cached_tokens":64}}""", 64L, null)]
    [InlineData(
        """{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"prompt_token_details":{"cached_tokens":64}}""", 64L, null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"num_cached_tokens":64}""", 64L, null)]
    [InlineData(
        """{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"prompt_tokens_details":null,"num_cached_tokens":64}""",
        64L,
        null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"num_cached_tokens":null}""", null, null)]
    [InlineData(
        """{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"completion_tokens_details":{"reasoning_tokens":3}}""", null, 3L)]
    public async Task Token_counts_are_read_under_every_known_field_name(string usage, long? cached, long? reasoning)
    {
        foreach (var read in await ReadResponseAndStreamAsync(usage))
        {
            Assert.Equal((128L, 5L, 133L), (read!.InputTokenCount, read.OutputTokenCount, read.TotalTokenCount));
            Assert.Equal(cached, read.CachedInputTokenCount);
            Assert.Equal(reasoning, read.ReasoningTokenCount);
        }
    }

    [Theory]
    [InlineData("prompt_tokens_details")]
    [InlineData("prompt_token_details")]
    public async Task Audio_tokens_of_the_prompt_are_input_audio_tokens(string field)
    {
        var usage = $$$"""{"prompt_tokens":400,"completion_tokens":5,"total_tokens":405,"{{{field}}}":{"audio_tokens":375}}""";

        foreach (var read in await ReadResponseAndStreamAsync(usage))
        {
#pragma warning disable MEAI001 // Experimental.
            Assert.Equal(375L, read!.InputAudioTokenCount);
#pragma warning restore MEAI001
        }
    }

    [Fact]
    public async Task Token_counts_without_a_UsageDetails_property_keep_the_API_field_name()
    {
        const string Usage = """
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_audio_seconds":7,"request_count":1,
             "service_tier":"priority","connectors":{"web_search":1},"connector_tokens":null}
            """;

        foreach (var read in await ReadResponseAndStreamAsync(Usage))
        {
            Assert.Equal(
                [("prompt_audio_seconds", 7L), ("request_count", 1L)],
                read!.AdditionalCounts!.Select(count => (count.Key, count.Value)).Order());
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null,"total_tokens":null}""")]
    public async Task Usage_without_counts_is_null(string usage)
    {
        Assert.All(await ReadResponseAndStreamAsync(usage), Assert.Null);
    }

    [Fact]
    public async Task Service_tier_is_exposed_as_an_additional_property()
    {
        const string Usage = """{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"service_tier":"priority"}""";

        var response = (await StreamAsync(StubServer.Chunk("""{"content":"OK"}""", "stop", Usage))).ToChatResponse();

        Assert.Equal("priority", Assert.Single(response.Messages).AdditionalProperties?["service_tier"]);
    }

    public static TheoryData<string, string[]> Streams => new()
    {
        {
            "in the chunk with the finish reason",
            [StubServer.Chunk("""{"content":"OK"}"""), StubServer.Chunk("""{"content":""}""", "stop", UsageJson)]
        },
        {
            "null and {} in earlier chunks",
            [
                StubServer.Chunk("""{"content":"OK"}""", usage: "null"),
                StubServer.Chunk("""{"content":""}""", usage: "{}"),
                StubServer.Chunk("{}", "stop", UsageJson),
            ]
        },
        { "{} in a later chunk", [StubServer.Chunk("""{"content":"OK"}""", usage: UsageJson), StubServer.Chunk("{}", "stop", "{}")] },
        {
            "in a chunk without choices",
            [StubServer.Chunk("""{"content":"OK"}""", "stop"), $$"""{"id":"cmpl-1","model":"m","usage":{{UsageJson}}}"""]
        },
        { "in a chunk with empty choices", [StubServer.Chunk("""{"content":"OK"}""", "stop"), UsageChunk] },
        { "in two chunks", [StubServer.Chunk("""{"content":"OK"}""", "stop", UsageJson), UsageChunk] },
        {
            "intermediate counts in each chunk",
            [
                StubServer.Chunk("""{"content":"O"}""", usage: """{"prompt_tokens":10,"completion_tokens":1,"total_tokens":11}"""),
                StubServer.Chunk("""{"content":"K"}""", "stop", UsageJson),
            ]
        },
        { "without a finish reason", [StubServer.Chunk("""{"content":"OK"}""", usage: UsageJson)] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_reports_usage_once(string caseName, string[] chunks)
    {
        var updates = await StreamAsync(chunks);

        var usage = updates.SelectMany(update => update.Contents).OfType<UsageContent>().ToList();
        Assert.True(usage.Count == 1, $"{caseName}: reported {usage.Count} times");
        Assert.Equal(15, usage[0].Details.TotalTokenCount);
        Assert.Equal("OK", updates.ToChatResponse().Text);
    }

    private static async Task<UsageDetails?[]> ReadResponseAndStreamAsync(string usage)
    {
        var completion = JsonNode.Parse(StubServer.Completion("""{"role":"assistant","content":"OK"}"""))!;
        completion["usage"] = JsonNode.Parse(usage);
        return
        [
            (await ChatResponses.FromCompletionAsync(completion.ToJsonString())).Usage,
            (await StreamAsync(StubServer.Chunk("""{"content":"OK"}""", "stop", usage))).ToChatResponse().Usage,
        ];
    }

    private static Task<List<ChatResponseUpdate>> StreamAsync(params string[] chunks) => ChatResponses.UpdatesFromChunksAsync(chunks);
}
