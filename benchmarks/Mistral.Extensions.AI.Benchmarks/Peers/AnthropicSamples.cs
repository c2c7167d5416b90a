using System.Globalization;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Peers;

/// <summary>The responses of <see cref="Samples"/> in the format of Anthropic's Messages API.</summary>
internal static class AnthropicSamples
{
    internal static byte[] CreateMessage(string content) =>
        CreateMessage($$"""[{"type":"text","text":{{JsonSerializer.Serialize(content)}}}]""", "end_turn", 500);

    internal static byte[] CreateToolCalls() => CreateMessage(
        """
        [{"type":"tool_use","id":"toolu_01D681PevKs","name":"function_3","input":{"city":"Paris","days":3,"unit":"celsius"}},
        {"type":"tool_use","id":"toolu_01D681PevKt","name":"function_7","input":{"city":"Lyon","days":5,"unit":"celsius"}}]
        """,
        "tool_use",
        50);

    internal static byte[] CreateStream(int chunks)
    {
        var events = new StringBuilder();
        Append(events, "message_start", $$"""
            {"type":"message_start","message":{"id":"msg_cf79f7daaee244b1a0ae5c7b","type":"message","role":"assistant","content":[],
            "model":"{{Samples.Model}}","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1234,"output_tokens":1} } }
            """.ReplaceLineEndings(""));
        Append(
            events,
            "content_block_start",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        for (var i = 0; i < chunks; i++)
        {
            var text = JsonSerializer.Serialize(Samples.GetChunk(i));
            Append(
                events,
                "content_block_delta",
                $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{{text}}}}}""");
        }

        Append(events, "content_block_stop", """{"type":"content_block_stop","index":0}""");
        var usage = $$"""{"input_tokens":1234,"output_tokens":{{chunks}}}""";
        Append(
            events,
            "message_delta",
            $$$"""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{{{usage}}}}""");
        Append(events, "message_stop", """{"type":"message_stop"}""");
        return Encoding.UTF8.GetBytes(events.ToString());
    }

    private static byte[] CreateMessage(string content, string stopReason, int outputTokens) => Encoding.UTF8.GetBytes(
        $$"""
        {"id":"msg_cf79f7daaee244b1a0ae5c7b","type":"message","role":"assistant","model":"{{Samples.Model}}","content":{{content}},
        "stop_reason":"{{stopReason}}","stop_sequence":null,"usage":{"input_tokens":1234,"output_tokens":{{outputTokens}}} }
        """);

    private static void Append(StringBuilder events, string type, string data) =>
        events.Append(CultureInfo.InvariantCulture, $"event: {type}\ndata: {data}\n\n");
}
