using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Requests and response bodies of the workloads.</summary>
internal static class Samples
{
    internal const string Model = "mistral-small-latest";

    private const string Sentence = "The \"second\" line of the report says: 12.5 % of all visitors came back within a week.\n";

    // Different texts, also with escape sequences and non-ASCII characters, as in real streams.
    private static readonly string[] Tokens =
    [
        "The", " \"second\"", " line", " of", " the", " café", "'s", " report", " says", ":\n\n", "12", ".5", " %", " of", " visitors",
        " returned", ".",
    ];

    /// <summary>A text of the given length with quotation marks and line breaks, as in real texts.</summary>
    internal static string CreateText(int length)
    {
        var text = new StringBuilder(length + Sentence.Length);
        while (text.Length < length)
            text.Append(Sentence);
        return text.ToString(0, length);
    }

    internal static List<ChatMessage> CreateConversation(int messages, int length)
    {
        var conversation = new List<ChatMessage>(messages) { new(ChatRole.System, CreateText(length)) };
        while (conversation.Count < messages)
            conversation.Add(new(conversation.Count % 2 == messages % 2 ? ChatRole.Assistant : ChatRole.User, CreateText(length)));
        return conversation;
    }

    internal static byte[] CreateCompletion(string content) => Encoding.UTF8.GetBytes(
        $$"""
        {"id":"cf79f7daaee244b1a0ae5c7b1444424a","object":"chat.completion","created":1756050000,"model":"{{Model}}","choices":[{"index":0,
        "message":{"role":"assistant","tool_calls":null,"content":{{Quote(content)}}},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1234,"completion_tokens":500,"total_tokens":1734} }
        """);

    internal static byte[] CreateToolCalls() => Encoding.UTF8.GetBytes(
        $$"""
        {"id":"cf79f7daaee244b1a0ae5c7b1444424a","object":"chat.completion","created":1756050000,"model":"{{Model}}","choices":[{"index":0,
        "message":{"role":"assistant","content":"","tool_calls":[
        {"id":"D681PevKs","type":"function","function":{"name":"function_3","arguments":{{CreateArguments("Paris", 3)}}},"index":0},
        {"id":"D681PevKt","type":"function","function":{"name":"function_7","arguments":{{CreateArguments("Lyon", 5)}}},"index":1}
        ]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1234,"completion_tokens":50,"total_tokens":1284} }
        """);

    /// <summary>The text of one chunk of a stream.</summary>
    internal static string GetChunk(int index) => Tokens[index % Tokens.Length];

    internal static byte[] CreateStream(int chunks)
    {
        var events = new StringBuilder();
        for (var i = 0; i < chunks; i++)
            AppendContent(events, GetChunk(i), "null", "");
        AppendContent(
            events,
            "",
            "\"stop\"",
            $$""","usage":{"prompt_tokens":1234,"completion_tokens":{{chunks}},"total_tokens":{{1234 + chunks}}}""");
        return Encoding.UTF8.GetBytes(events.Append("data: [DONE]\n\n").ToString());
    }

    /// <summary>A stream with one tool call whose arguments arrive in many chunks.</summary>
    internal static byte[] CreateToolCallStream(int chunks)
    {
        var events = new StringBuilder();
        for (var i = 0; i < chunks; i++)
        {
            var arguments = i == 0 ? "{\"text\":\"" : i == chunks - 1 ? "\"}" : "word ";
            var name = i == 0 ? "write" : "";
            AppendChunk(
                events,
                $$"""{"tool_calls":[{"id":"D681PevKs","function":{"name":"{{name}}","arguments":{{Quote(arguments)}}},"index":0}]}""",
                i == chunks - 1 ? "\"tool_calls\"" : "null",
                "");
        }

        return Encoding.UTF8.GetBytes(events.Append("data: [DONE]\n\n").ToString());
    }

    internal static byte[] CreateEmbeddings(int count, int dimensions, bool base64)
    {
        var random = new Random(1);
        var items = Enumerable.Range(0, count).Select(index =>
        {
            var vector = Enumerable.Range(0, dimensions).Select(_ => (float)Math.Round((random.NextDouble() * 2) - 1, 8)).ToArray();
            var text = base64
                ? $"\"{Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.AsSpan()))}\""
                : $"[{string.Join(',', vector.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";
            return $$"""{"object":"embedding","embedding":{{text}},"index":{{index}}}""";
        });
        return Encoding.UTF8.GetBytes(
            $$"""
            {"id":"cf79f7daaee244b1a0ae5c7b1444424a","object":"list","data":[{{string.Join(',', items)}}],
            "model":"mistral-embed","usage":{"prompt_tokens":1234,"completion_tokens":0,"total_tokens":1234} }
            """);
    }

    internal static List<AITool> CreateTools(int count) =>
    [
        .. Enumerable.Range(0, count).Select(
            i => (AITool)AIFunctionFactory.CreateDeclaration($"function_{i}", "Returns the weather forecast of a city.", Schema)),
    ];

    private static JsonElement Schema { get; } = JsonElement.Parse(
        """
        {"type":"object","properties":{"city":{"type":"string","description":"The name of the city."},
        "days":{"type":"integer","minimum":1,"maximum":14},"unit":{"type":"string","enum":["celsius","fahrenheit"]}},
        "required":["city","days","unit"],"additionalProperties":false}
        """);

    private static void AppendContent(StringBuilder events, string content, string finishReason, string rest) =>
        AppendChunk(events, $$"""{"content":{{Quote(content)}}}""", finishReason, rest);

    private static void AppendChunk(StringBuilder events, string delta, string finishReason, string rest)
    {
        events.Append("""data: {"id":"cf79f7daaee244b1a0ae5c7b1444424a","object":"chat.completion.chunk","created":1756050000,""");
        events.Append(
            CultureInfo.InvariantCulture,
            $$""" "model":"{{Model}}","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finishReason}}}]{{rest}}}""");
        events.Append("\n\n");
    }

    private static string CreateArguments(string city, int days) =>
        Quote($$"""{"city":"{{city}}","days":{{days}},"unit":"celsius"}""");

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
