using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class AnswerUsageTests
{
    private const string Plain = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";

    [Theory]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"prompt_tokens_details":{"cached_tokens":64}}""", 64L, null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"prompt_token_details":{"cached_tokens":64}}""", 64L, null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"num_cached_tokens":64}""", 64L, null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"prompt_tokens_details":null,"num_cached_tokens":64}""", 64L, null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"num_cached_tokens":null}""", null, null)]
    [InlineData("""{"prompt_tokens":128,"completion_tokens":5,"total_tokens":133,"completion_tokens_details":{"reasoning_tokens":3}}""", null, 3L)]
    public async Task Counts_are_read_in_every_spelling(string usage, long? cached, long? reasoning)
    {
        foreach (var read in await BothAsync(usage))
        {
            Assert.Equal((128L, 5L, 133L), (read!.InputTokenCount, read.OutputTokenCount, read.TotalTokenCount));
            Assert.Equal(cached, read.CachedInputTokenCount);
            Assert.Equal(reasoning, read.ReasoningTokenCount);
        }
    }

    [Fact]
    public async Task Counts_M_E_AI_has_no_name_for_keep_the_name_of_the_API()
    {
        const string Usage = """
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_audio_seconds":7,"request_count":1,"service_tier":"priority",
             "connectors":{"web_search":1},"connector_tokens":null}
            """;

        foreach (var read in await BothAsync(Usage))
        {
            Assert.Equal([("prompt_audio_seconds", 7L), ("request_count", 1L)], read!.AdditionalCounts!.Select(count => (count.Key, count.Value)).Order());
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null,"total_tokens":null}""")]
    public async Task No_counts_are_no_usage(string usage)
    {
        Assert.All(await BothAsync(usage), Assert.Null);
    }

    [Fact]
    public async Task The_tier_that_served_the_request_is_told()
    {
        var response = (await StreamAsync(StubServer.Chunk("""{"content":"OK"}""", "stop", """{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"service_tier":"priority"}"""))).ToChatResponse();

        Assert.Equal("priority", Assert.Single(response.Messages).AdditionalProperties?["service_tier"]);
    }

    public static TheoryData<string, string[]> Streams => new()
    {
        { "with the finish reason", [StubServer.Chunk("""{"content":"OK"}"""), StubServer.Chunk("""{"content":""}""", "stop", Plain)] },
        { "null and {} before", [StubServer.Chunk("""{"content":"OK"}""", usage: "null"), StubServer.Chunk("""{"content":""}""", usage: "{}"), StubServer.Chunk("{}", "stop", Plain)] },
        { "{} after", [StubServer.Chunk("""{"content":"OK"}""", usage: Plain), StubServer.Chunk("{}", "stop", "{}")] },
        { "in a chunk without choices", [StubServer.Chunk("""{"content":"OK"}""", "stop"), $$"""{"id":"cmpl-1","model":"m","usage":{{Plain}}}"""] },
        { "in a chunk with empty choices", [StubServer.Chunk("""{"content":"OK"}""", "stop"), $$"""{"id":"cmpl-1","model":"m","choices":[],"usage":{{Plain}}}"""] },
        { "twice", [StubServer.Chunk("""{"content":"OK"}""", "stop", Plain), $$"""{"id":"cmpl-1","model":"m","choices":[],"usage":{{Plain}}}"""] },
        { "counted up to now in each piece", [StubServer.Chunk("""{"content":"O"}""", usage: """{"prompt_tokens":10,"completion_tokens":1,"total_tokens":11}"""), StubServer.Chunk("""{"content":"K"}""", "stop", Plain)] },
        { "without a finish reason", [StubServer.Chunk("""{"content":"OK"}""", usage: Plain)] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_tells_its_usage_once(string how, string[] chunks)
    {
        var updates = await StreamAsync(chunks);

        var usage = updates.SelectMany(update => update.Contents).OfType<UsageContent>().ToList();
        Assert.True(usage.Count == 1, $"{how}: {usage.Count} times");
        Assert.Equal(15, usage[0].Details.TotalTokenCount);
        Assert.Equal("OK", updates.ToChatResponse().Text);
    }

    private static async Task<UsageDetails?[]> BothAsync(string usage)
    {
        var whole = JsonNode.Parse(StubServer.Completion("""{"role":"assistant","content":"OK"}"""))!;
        whole["usage"] = JsonNode.Parse(usage);
        return
        [
            (await Answers.ReadAsync(whole.ToJsonString())).Usage,
            (await StreamAsync(StubServer.Chunk("""{"content":"OK"}""", "stop", usage))).ToChatResponse().Usage,
        ];
    }

    private static Task<List<ChatResponseUpdate>> StreamAsync(params string[] chunks) => Answers.ReadStreamAsync(chunks);
}
