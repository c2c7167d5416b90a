using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>Values of unexpected types in responses: the rest of the response is read, and the values are kept.</summary>
public sealed class UnexpectedValueTests
{
    private static readonly string OkCompletion = StubServer.Completion("""{"role":"assistant","content":"OK"}""");

    [Theory]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_audio_seconds":{}}""")]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_audio_seconds":1.5}""")]
    [InlineData("""{"prompt_tokens":"10","completion_tokens":5.0,"total_tokens":"15","service_tier":{}}""")]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":[]}""")]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"completion_tokens_details":"none"}""")]
    public async Task Unexpected_value_in_the_usage_does_not_make_the_response_fail(string usage)
    {
        const string Usage = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";
        var completion = OkCompletion.Replace(Usage, usage, StringComparison.Ordinal);

        ChatResponse[] responses =
        [
            await ChatResponses.FromCompletionAsync(completion),
            (await ChatResponses.UpdatesFromChunksAsync([StubServer.Chunk("""{"content":"OK"}""", "stop", usage)])).ToChatResponse(),
        ];

        Assert.Contains(usage, completion, StringComparison.Ordinal);
        Assert.All(responses, response => Assert.Equal(
            ("OK", 10L, 5L, 15L),
            (response.Text, response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, response.Usage?.TotalTokenCount)));
    }

    [Fact]
    public async Task Number_in_a_string_is_read_as_a_number()
    {
        const string Usage = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_audio_seconds":"24"}""";

        var updates = await ChatResponses.UpdatesFromChunksAsync([StubServer.Chunk("""{"content":"OK"}""", "stop", Usage)]);

        Assert.Equal(24, updates.ToChatResponse().Usage!.AdditionalCounts!["prompt_audio_seconds"]);
    }

    [Fact]
    public async Task Float_created_is_read()
    {
        var response = await ChatResponses.FromCompletionAsync(
            OkCompletion.Replace("1769088720", "1769088720.75", StringComparison.Ordinal));

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1769088720), response.CreatedAt);
    }

    [Fact]
    public async Task Numeric_tool_call_id_is_read_as_text()
    {
        const string Call = """{"id":123456789,"index":"0","function":{"name":"look","arguments":"{}"}}""";

        var response = await ChatResponses.FromDeltasAsync([$$"""{"tool_calls":[{{Call}}]}"""], "tool_calls");

        Assert.Equal("123456789", Assert.IsType<FunctionCallContent>(Assert.Single(response.Contents())).CallId);
    }

    [Fact]
    public async Task Unexpected_value_in_thinking_does_not_hide_the_thinking()
    {
        const string Thinking = """{"type":"thinking","thinking":[{"type":"text","text":"Hmm"}],"signature":{},"closed":"yes"}""";

        var response = await ChatResponses.FromMessageAsync($$"""{"role":"assistant","content":[{{Thinking}}]}""");

        Assert.Equal("Hmm", Assert.IsType<TextReasoningContent>(response.Contents()[0]).Text);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":5}""")]
    [InlineData("""{"role":"assistant","tool_calls":{"id":"abcdefghi"}}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"abcdefghi","function":{"name":5,"arguments":"{}"}}]}""")]
    [InlineData("5")]
    public async Task Content_of_a_wrong_type_is_kept_or_throws(string message)
    {
        var response = await Record.ExceptionAsync(async () => Assert.NotNull(
            Assert.Single((await ChatResponses.FromMessageAsync(message)).Contents()).RawRepresentation));

        Assert.True(response is null or MistralException, $"{response}");
    }

    [Fact]
    public async Task Model_with_an_invalid_date_is_listed()
    {
        const string Models = """[{"id":"a","deprecation":"soon","aliases":"b"},{"id":"c","max_context_length":"32768"}]""";
        var client = StubServer.WithResponse($$"""{"object":"list","data":{{Models}}}""").CreateClient();

        var models = (await client.Models.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Data;

        Assert.Equal([("a", null), ("c", (int?)32768)], models.Select(model => (model.Id!, model.MaxContextLength)));
        Assert.Null(models[0].Deprecation);
        Assert.Equal(
            [("aliases", "b"), ("deprecation", "soon")],
            models[0].AdditionalProperties!.Select(property => (property.Key, property.Value.GetString())).Order());
    }

    [Fact]
    public async Task Annotation_that_is_an_object_is_read_as_its_JSON_text()
    {
        const string Page = """{"index":0,"markdown":"a","images":[{"id":"i","image_annotation":[1]}]}""";

        var document = await ReadDocumentAsync($$"""{"pages":[{{Page}}],"document_annotation":{"n":[1, 2]} }""", 1000);

        Assert.Equal("""{"n":[1, 2]}""", document.DocumentAnnotation);
        Assert.Equal("[1]", document.Pages[0].Images![0].ImageAnnotation);
    }

    /// <summary>A large response is read piece by piece, on any thread; each value is kept in its own object.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Unexpected_values_are_kept_in_their_objects_for_any_size_of_reads(int bytesPerRead)
    {
        var pages = Enumerable.Range(0, 500).Select(i => $$$"""
            {"index":"{{{i}}}","header":{"h":{{{i}}} },"markdown":"m{{{i}}}","dimensions":{"dpi":"d{{{i}}}","width":1.5},
             "confidence_scores":[{{{i}}}]}
            """);

        var document = await ReadDocumentAsync($$"""{"model":["m"],"pages":[{{string.Join(',', pages)}}],"usage_info":7}""", bytesPerRead);

        Assert.Equal(["model [\"m\"]", "usage_info 7"], Describe(document.AdditionalProperties));
        Assert.All(document.Pages, (page, i) =>
        {
            Assert.Equal((i, $"m{i}"), (page.Index, page.Markdown));
            Assert.Equal([$"confidence_scores [{i}]", $$"""header {"h":{{i}} }"""], Describe(page.AdditionalProperties));
            Assert.Equal([$"dpi \"d{i}\"", "width 1.5"], Describe(page.Dimensions!.AdditionalProperties));
            Assert.Equal(1, page.Dimensions.Width);
        });
    }

    private static IEnumerable<string> Describe(IDictionary<string, JsonElement>? properties) =>
        properties!.Select(property => $"{property.Key} {property.Value.GetRawText()}").Order(StringComparer.Ordinal);

    private static async Task<OcrResponse> ReadDocumentAsync(string json, int bytesPerRead)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var positions = Enumerable.Range(1, (bytes.Length - 1) / bytesPerRead).Select(i => i * bytesPerRead);
        var body = new YieldingStream(FragmentedStream.Split(bytes, positions));
        var server = new StubServer().Then(() => new() { Content = new StreamContent(body) });
        return await server.CreateClient().Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-latest", Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")) },
            TestContext.Current.CancellationToken);
    }

    /// <summary>Completes each read on another thread.</summary>
    private sealed class YieldingStream(FragmentedStream fragments) : ResponseMemoryStream([])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return await fragments.ReadAsync(buffer, cancellationToken);
        }
    }
}
