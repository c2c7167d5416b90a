using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Bodies and headers of responses are damaged randomly, with fixed seeds. Each response is read or throws <see cref="MistralException"/>.
/// No other exception is thrown, also when the result is converted to text, to contents and to the next request.
/// </summary>
public sealed class ResponseFuzzTests
{
    private const int SeedCount = 2_000;

    private static readonly string[] Bodies =
    [
        StubServer.Completion("""
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]},{"type":"text","text":"b"},
            {"type":"file","file_id":"f"},{"type":"image_url","image_url":"https://x.example/a.png"},
            {"type":"document_url","document_url":"data:application/pdf;base64,AAAA"},{"type":"reference","reference_ids":[1]}],
            "tool_calls":[{"id":"aaaaaaaaa","function":{"name":"f","arguments":"{\"a\":1}"}}]}
            """),
        """
        {"model":"m","data":[{"index":0,"embedding":[0.5,1.5],"object":"embedding"}],"usage":{"prompt_tokens":1,"total_tokens":1}}
        """,
        """
        {"model":"m","document_annotation":"{\"a\":1}","pages":[{"index":0,"markdown":"![i](i)[t](t)","dimensions":{"dpi":1},
        "images":[{"id":"i","top_left_x":1,"image_base64":"data:image/png;base64,iVBORw0KGgo="}],"tables":[{"id":"t","content":"x"}],
        "blocks":[{"type":"title","content":"x"}]}],"usage_info":{"pages_processed":1}}
        """,
        """{"object":"list","data":[{"id":"m","object":"model","capabilities":{"completion_chat":true},"deprecation":null}]}""",
        """{"id":"a","results":[{"categories":{"pii":false},"category_scores":{"pii":0.1},"sentiment":{"scores":{"good":0.9}}}]}""",
        """
        {"model":"m","text":"a","language":"en","segments":[{"type":"transcription_segment","text":"a","start":0.1,"end":1,
        "speaker_id":"s"}],"usage":{"prompt_audio_seconds":1,"total_tokens":1}}
        """,
        """{"audio_data":"AAAA","type":"speech.audio.delta"}""",
        """{"type":"speech.audio.done","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""",
        """
        {"items":[{"id":"v","name":"n","languages":["en"],"tags":null,"age":3,"created_at":"2026-01-01T00:00:00Z","user_id":null,
        "trimmed_seconds":1.5}],"total":1,"page":1,"page_size":10,"total_pages":1}
        """,
        """{"object":"client.session","expires_at":"2026-07-03T10:01:00Z","client_secret":{"value":"rt_1","expires_at":null}}""",
        """{"type":"transcription.segment","text":"a","start":0.1,"end":1,"speaker_id":"s"}""",
        """
        {"conversation_id":"c","outputs":[{"type":"message.output","content":[{"type":"text","text":"a"}]},{"type":"tool.execution",
        "name":"web_search","info":{"code":"1"},"created_at":"2026-01-01T00:00:00Z"},{"type":"function.call","arguments":"{}"},
        {"type":"agent.handoff","next_agent_id":"a"}],"usage":{"total_tokens":1,"connectors":{"web_search":1}},"guardrails":[{}]}
        """,
        """{"type":"message.output.delta","output_index":0,"content":{"type":"thinking","thinking":[{"type":"text","text":"a"}]}}""",
        """
        [{"id":"a","name":"n","version":1,"versions":[0,1],"tools":[{"type":"web_search","tool_configuration":{"include":["a"]}}],
        "completion_args":{"temperature":0.5,"stop":"a","tool_choice":"auto"},"metadata":{"a":1}}]
        """,
        """{"object":"error","message":{"detail":[{"loc":["body","m",0],"msg":"No","input":{"a":1}}]},"type":"t","code":"3230"}""",
        """{"message":"{\"message\":\"{\\\"detail\\\":[{\\\"msg\\\":\\\"No\\\"}]}\"}","guardrails":{"a":[1]}}""",
    ];

    private static readonly string[] Snippets =
    [
        "null", "[null]", "{}", "[]", "\"\"", "\" \"", "1e400", "-1", "NaN", "\"\\ud800\"", "\\", "\"", "{", "}", "[", "]", ",", ":", "\0",
        "\uFEFF", "<html>", "data: [DONE]\n\n", "\"data:;base64,\"", "\"data:x\"", "\"data:image/;base64,AA==\"", "\"http://\"", "\"//\"",
        "\"{\\\"message\\\":\\\"{\\\\\\\"message\\\\\\\":1}\\\"}\"",
        string.Concat(Enumerable.Repeat("[", 64)), string.Concat(Enumerable.Repeat("{\"message\":", 63)),
        Nest("""{"message":"No"}""", 64), NestInStrings(12),
    ];

    private static readonly OcrRequest Request =
        new() { Model = "mistral-ocr-latest", Document = new DocumentUrlChunk("https://files.example/a.pdf") };

    private static readonly string[] HeaderNames =
        ["Retry-After", "mistral-correlation-id", "x-ratelimit-limit-req-minute", "x-model-deprecation-timestamp", "cf-ray"];

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public Task Damaged_response_is_read_or_throws_MistralException(string operation) => AssertNoOtherExceptionAsync(
        (server, _) => server.CreateClient(options => options.MaxResponseSize = 1024 * 1024).CallAsync(operation));

    [Fact]
    public Task Damaged_chat_response_is_converted_and_continued_or_throws_MistralException() =>
        AssertNoOtherExceptionAsync(async (server, cancellationToken) =>
        {
            var response = await server.CreateChatClient().GetResponseAsync("Hi", cancellationToken: cancellationToken);
            foreach (var content in response.Messages.SelectMany(message => message.Contents))
                ChatResponses.Describe(content);
        });

    [Fact]
    public Task Damaged_chat_stream_is_converted_or_throws_MistralException() =>
        AssertNoOtherExceptionAsync(async (server, cancellationToken) =>
            await server.CreateChatClient().GetStreamingResponseAsync("Hi", cancellationToken: cancellationToken)
                .ToChatResponseAsync(cancellationToken));

    [Fact]
    public Task Damaged_embedding_response_is_converted_or_throws_MistralException() =>
        AssertNoOtherExceptionAsync(async (server, cancellationToken) =>
            await server.CreateClient().AsIEmbeddingGenerator("mistral-embed").GenerateAsync(["Hi"], cancellationToken: cancellationToken));

    [Fact]
    public Task Damaged_OCR_response_is_converted_or_throws_MistralException() =>
        AssertNoOtherExceptionAsync(async (server, cancellationToken) =>
        {
            var document = await server.CreateClient().Ocr.ProcessAsync(Request, cancellationToken);
            Assert.NotNull(document.Text + document.ToMarkdown());
            Assert.NotNull(document.ToAIContents());
        });

    [Fact]
    public async Task Error_that_repeats_the_key_is_read_with_little_memory()
    {
        var body = "Unknown keys: " + string.Concat(Enumerable.Repeat("test-key ", 7_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var exception = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.Contains("Unknown keys: *** *** ***", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_nested_in_strings_is_read_with_little_memory()
    {
        var body = NestInStrings(24);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var exception = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.InRange(body.Length, 2_000, 20_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.InRange(exception.Message.Length, 10, 2_500);
    }

    [Fact]
    public async Task Error_with_64_levels_keeps_its_message()
    {
        var body = $$"""[{"msg":"Too deep","ctx":{{Nest("1", 62)}}}]""";

        var exception = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.StartsWith("POST /v1/chat/completions: Too deep.", exception.Message, StringComparison.Ordinal);
    }

    private static async Task AssertNoOtherExceptionAsync(Func<StubServer, CancellationToken, Task> callAsync)
    {
        for (var seed = 0; seed < SeedCount; seed++)
        {
            var random = new Random(seed);
            var body = Damage(Pick(Bodies, random), random);
            var server = CreateServer(body, random);
            var exception = await Record.ExceptionAsync(() => callAsync(server, TestContext.Current.CancellationToken));
            Assert.True(exception is null or MistralException, $"seed {seed}: {exception}\n{body}");
        }
    }

    private static StubServer CreateServer(string body, Random random)
    {
        var isStream = random.Next(2) == 0;
        var status = random.Next(3) == 0 ? Pick([400, 401, 404, 422, 429, 500], random) : 200;
        var text = isStream ? TestCalls.SseEvent(body.Replace("\"message\":", "\"delta\":", StringComparison.Ordinal)) : body;
        var (header, value) = (Pick(HeaderNames, random), Pick(["", " ", "1", "NaN", "\"", "é", "a;b=c", new string('x', 5_000)], random));
        return new StubServer().Then(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
            response.Headers.TryAddWithoutValidation(header, value);
            response.Content.Headers.TryAddWithoutValidation("Content-Type", isStream ? "text/event-stream" : value);
            return response;
        });
    }

    /// <summary>Replaces, removes or inserts a few parts of a text. Values of JSON are replaced as a whole.</summary>
    private static string Damage(string text, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var starts = Enumerable.Range(0, text.Length).Where(i => text[i] is ':' or '[' or ',').ToList();
            var isValue = random.Next(3) > 0 && starts.Count > 0;
            var start = isValue ? Pick(starts, random) + 1 : random.Next(text.Length + 1);
            var end = isValue ? text.AsSpan(start).IndexOfAny(',', '}', ']') is >= 0 and var length ? start + length : text.Length
                : Math.Min(text.Length, start + random.Next(8));
            text = text[..start] + Pick(Snippets, random) + text[end..];
        }

        return text;
    }

    private static T Pick<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];

    private static string Nest(string json, int levels) =>
        string.Concat(Enumerable.Repeat("""{"detail":""", levels)) + json + new string('}', levels);

    /// <summary>
    /// Nests JSON in strings. With <c>\u</c> escapes, each level adds a few characters. With the escapes that the library writes, each
    /// level doubles the size.
    /// </summary>
    private static string NestInStrings(int levels)
    {
        var json = """{"message":"No","input":"x"}""";
        for (var level = 0; level < levels; level++)
        {
            var text = json.Replace("\\", "\\u005c", StringComparison.Ordinal).Replace("\"", "\\u0022", StringComparison.Ordinal);
            json = $$"""{"message":"{{text}}"}""";
        }

        return json;
    }
}
