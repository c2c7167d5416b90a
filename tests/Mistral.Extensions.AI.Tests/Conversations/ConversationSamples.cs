using System.Text.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Conversations;

/// <summary>Responses with the shapes of the Conversations API: with null properties, and with properties that its schema lacks.</summary>
internal static class ConversationSamples
{
    /// <summary>A response with every kind of entry that the API returns, and an unknown one.</summary>
    internal const string Response = """
        {"object":"conversation.response","conversation_id":"conv_1","outputs":[
          {"object":"entry","type":"message.output","created_at":"2026-02-19T13:08:53.09913+00:00","completed_at":null,"id":"msg_1",
           "agent_id":null,"model":"mistral-medium-2505","role":"assistant","content":"Let me search."},
          {"object":"entry","type":"tool.execution","created_at":"2026-02-19T13:08:54+00:00","completed_at":"2026-02-19T13:08:55+00:00",
           "id":"tool_exec_1","name":"web_search","arguments":"{\"query\":\"tides\"}",
           "info":{"result":"{\"0\":{\"url\":\"https://tides.example\"} }"} },
          {"object":"entry","type":"tool.execution","id":"tool_exec_2","name":"code_interpreter","arguments":"{\"code\":\"1+1\"}",
           "info":{"code":"1+1","code_output":"2\n"} },
          {"object":"entry","type":"function.call","created_at":"2026-02-19T13:08:56+00:00","id":"fc_1","tool_call_id":"6TI17yZkV",
           "name":"get_tide","arguments":"{\"port\":\"Brest\"}"},
          {"object":"entry","type":"function.call","id":"fc_2","tool_call_id":"WJfo42Ow3","name":"gmail_search",
           "arguments":"{\"limit\":1}","confirmation_status":"pending"},
          {"object":"entry","type":"agent.handoff","id":"ho_1","previous_agent_id":"ag_1","previous_agent_name":"Pilot",
           "next_agent_id":"ag_2","next_agent_name":"Harbor"},
          {"object":"entry","type":"message.output","id":"msg_2","agent_id":"ag_2","model":"mistral-medium-2505","role":"assistant",
           "content":[{"type":"thinking","thinking":[{"type":"text","text":"Sources agree."}],"closed":true},
             {"type":"text","text":"High tide is at 9:41."},
             {"type":"tool_reference","tool":"web_search","title":"Tides","url":"https://tides.example","source":"brave"},
             {"type":"text","text":" See the chart."},
             {"type":"tool_file","tool":"image_generation","file_id":"6f7b6a2e","file_name":"image_0","file_type":"png"}]},
          {"object":"entry","type":"memory.update","id":"mem_1","facts":[1]}],
         "usage":{"prompt_tokens":188,"completion_tokens":55,"total_tokens":7355,"connector_tokens":7112,
           "connectors":{"web_search":1,"code_interpreter":2} },
         "guardrails":null}
        """;

    /// <summary>The events of a streamed response, as they are on the wire.</summary>
    internal static string Events => string.Concat(EventData.Select(ToEvent));

    /// <summary>The data of these events, which have every type and an unknown one.</summary>
    internal static IReadOnlyList<string> EventData { get; } =
    [
        """{"type":"conversation.response.started","created_at":"2026-02-19T13:08:53+00:00","conversation_id":"conv_1"}""",
        """{"type":"tool.execution.started","output_index":0,"id":"te_1","name":"web_search","arguments":"","agent_id":"ag_1"}""",
        """{"type":"tool.execution.delta","output_index":0,"id":"te_1","name":"web_search","arguments":"{\"query\":\"tides\"}"}""",
        """{"type":"tool.execution.done","output_index":0,"id":"te_1","name":"web_search","info":{"result":"{}"} }""",
        """{"type":"agent.handoff.started","output_index":1,"id":"ho_1","previous_agent_id":"ag_1","previous_agent_name":"Pilot"}""",
        """{"type":"agent.handoff.done","output_index":1,"id":"ho_1","next_agent_id":"ag_2","next_agent_name":"Harbor"}""",
        """
        {"type":"message.output.delta","output_index":2,"id":"msg_1","content_index":0,"model":"mistral-medium-2505","agent_id":"ag_2",
         "role":"assistant","content":{"type":"thinking","thinking":[{"type":"text","text":"Sources agree."}],"closed":true} }
        """,
        """{"type":"message.output.delta","output_index":2,"id":"msg_1","content_index":1,"role":"assistant","content":"High tide"}""",
        """{"type":"message.output.delta","output_index":2,"id":"msg_1","content_index":1,"role":"assistant","content":" is at 9:41."}""",
        """
        {"type":"message.output.delta","output_index":2,"id":"msg_1","content_index":2,"role":"assistant",
         "content":{"type":"tool_reference","tool":"web_search","title":"Tides","url":"https://tides.example","source":"brave"} }
        """,
        """{"type":"conversation.response.warning","message":"The search took long.","detail":"2 s"}""",
        """
        {"type":"function.call.delta","output_index":3,"id":"fc_1","name":"get_tide","tool_call_id":"6TI17yZkV",
         "arguments":"{\"port\":"}
        """,
        """
        {"type":"function.call.delta","output_index":3,"id":"fc_1","name":"get_tide","tool_call_id":"6TI17yZkV","arguments":"1}",
         "confirmation_status":"pending"}
        """,
        """
        {"type":"conversation.response.done","created_at":"2026-02-19T13:08:58+00:00",
         "usage":{"prompt_tokens":10,"completion_tokens":8,"total_tokens":22,"connector_tokens":4,"connectors":{"web_search":1} } }
        """,
    ];

    private static string ToEvent(string data)
    {
        var type = JsonDocument.Parse(data).RootElement.GetProperty("type").GetString();
        return $"event: {type}\n{TestCalls.SseEvent(data)}";
    }
}
