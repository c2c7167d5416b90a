using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>
/// Creates random chat requests as JSON: each role, chunk, tool and option of the API in any combination, with values that this version of
/// the library does not know. The API itself would reject most of them.
/// </summary>
internal sealed class RandomRequest(Random random)
{
    private const string Image = "iVBORw0KGgo=";

    internal static readonly string[] Chunks =
    [
        """{"type":"text","text":"Hello"}""",
        """{"type":"text","text":""}""",
        """{"type":"text","text":"Hi","cache_control":{"a":1}}""",
        """{"type":"thinking","thinking":[{"type":"text","text":"Hm"}],"signature":"sig","closed":false}""",
        """{"type":"thinking","thinking":[{"type":"text","text":"Hm"},{"type":"reference","reference_ids":[1,"a"]}]}""",
        """{"type":"image_url","image_url":"https://example.com/a.png"}""",
        """{"type":"image_url","image_url":"http://example.com/a.bmp"}""",
        """{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""",
        """{"type":"image_url","image_url":{"url":"https://example.com/a","detail":"high"}}""",
        $$"""{"type":"image_url","image_url":"data:image/png;base64,{{Image}}"}""",
        """{"type":"image_url","image_url":"data:image/svg+xml,%3Csvg/%3E"}""",
        """{"type":"image_url","image_url":"data:image/png;base64,truncat"}""",
        """{"type":"image_url","image_url":"not a URL"}""",
        """{"type":"document_url","document_url":"https://example.com/a.pdf","document_name":"a.pdf"}""",
        """{"type":"document_url","document_url":"data:application/pdf;base64,JVBERg==","document_name":"b.pdf"}""",
        """{"type":"document_url","document_url":"data:text/plain;base64,SGk="}""",
        """{"type":"file","file_id":"00edaf84-95b0-45db-8f83-f71138491f23"}""",
        """{"type":"file","file_id":""}""",
        """{"type":"input_audio","input_audio":"UklGRiQAAABXQVZFZm10IA=="}""",
        """{"type":"input_audio","input_audio":"https://example.com/a.mp3"}""",
        """{"type":"input_audio","input_audio":"data:audio/mpeg;base64,SUQz"}""",
        """{"type":"input_audio","input_audio":{"data":"SUQz","format":"mp3"}}""",
        """{"type":"input_audio","input_audio":"not base64"}""",
        """{"type":"reference","reference_ids":[1,"doc",null]}""",
        """{"type":"tool_reference","tool":"web_search","title":"T","url":"https://example.com","favicon":"f","description":"d"}""",
        """{"type":"tool_file","tool":"image_generation","file_id":"f1","file_name":"a","file_type":"png"}""",
        """{"type":"tomorrow","x":[1.50]}""",
    ];

    internal static readonly string[] ToolCalls =
    [
        """{"id":"abcdefghi","type":"function","function":{"name":"look","arguments":"{\"a\": 1}"}}""",
        """{"id":"abcdefghi","function":{"name":"look","arguments":"{}"},"index":1}""",
        """{"id":"call_1","function":{"name":"look","arguments":""}}""",
        """{"id":"null","function":{"name":"functions.look","arguments":"{\"a\":"}}""",
        """{"function":{"name":"look","arguments":"[1]"}}""",
        """{"id":"000000001","type":"tomorrow"}""",
    ];

    private static readonly string[] Tools =
    [
        """{"type":"function","function":{"name":"look","parameters":{}}}""",
        """
        {"type":"function","function":{"name":"find","description":"Finds.","strict":true,"x":1,
         "parameters":{"$schema":"s","type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}}
        """,
        """{"type":"function","function":{"name":"no","strict":false,"parameters":{"type":"object"}},"y":{}}""",
        """{"type":"web_search"}""",
        """{"type":"web_search_premium","tool_configuration":{"exclude":["a"]}}""",
        """{"type":"code_interpreter","z":null}""",
        """{"type":"image_generation"}""",
        """{"type":"document_library","library_ids":["l1","l2"]}""",
        """
        {"type":"connector","connector_id":"c1","authorization":{"type":"api-key","value":"k"},
         "tool_configuration":{"include":["read"],"requires_confirmation":["read"],"new":1}}
        """,
        """{"type":"tomorrow","x":{"y":1.50}}""",
    ];

    private static readonly (string Name, string[] Values)[] Options =
    [
        ("temperature", ["0.7", "0"]),
        ("top_p", ["0.25"]),
        ("max_tokens", ["100"]),
        ("stop", ["[\".\"]", "[\"a\",\"b\"]"]),
        ("random_seed", ["0", "9007199254740993"]),
        ("metadata", ["{}", """{"a":"b","c":{"d":[1]}}"""]),
        ("presence_penalty", ["-1.5"]),
        ("frequency_penalty", ["0.5"]),
        ("n", ["2"]),
        ("prediction", ["""{"type":"content","content":"x"}""", """{"type":"tomorrow","content":""}"""]),
        ("reasoning_effort", ["\"none\"", "\"minimal\"", "\"low\"", "\"medium\"", "\"high\"", "\"xhigh\"", "\"tomorrow\""]),
        ("prompt_mode", ["\"reasoning\"", "null", "\"tomorrow\""]),
        ("guardrails", ["[]", """[{"block_on_error":true,"moderation_llm_v2":{"action":"block","new":1},"x":2}]"""]),
        ("prompt_cache_key", ["\"key\""]),
        ("service_tier", ["\"auto\""]),
        ("safe_prompt", ["true", "false"]),
        (
            "response_format",
            [
                """{"type":"text"}""",
                """{"type":"text","new":1}""",
                """{"type":"json_object"}""",
                """{"type":"json_object","new":1}""",
                """{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"},"strict":true}}""",
                """{"type":"json_schema","json_schema":{"name":"a b","description":"d","schema":{"$id":"i"},"strict":false,"new":1}}""",
                """{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"array"}}}""",
                """{"type":"json_schema"}""",
                """{"type":"tomorrow","grammar":"g"}""",
            ]
        ),
        ("tomorrow", ["null", "1.50", """{"a":["b"]}"""]),
    ];

    private static readonly string[] ToolOptions =
    [
        """{"tool_choice":"auto"}""",
        """{"tool_choice":"none"}""",
        """{"tool_choice":"any","parallel_tool_calls":true}""",
        """{"tool_choice":"required","parallel_tool_calls":false}""",
        """{"tool_choice":"tomorrow"}""",
        """{"tool_choice":{"type":"function","function":{"name":"look"}}}""",
        "{}",
    ];

    /// <summary>Creates a request. The text of a message is unique, so that a wrong order is found.</summary>
    internal ChatCompletionRequest Create()
    {
        var request = new JsonObject { ["model"] = "m", ["messages"] = CreateList(1 + random.Next(5), CreateMessage) };
        foreach (var (name, values) in Options)
        {
            if (random.Next(3) == 0)
                request[name] = JsonNode.Parse(random.Choose(values));
        }

        if (random.Next(2) == 0)
        {
            request["tools"] = CreateList(1 + random.Next(4), () => Parse(Tools));
            foreach (var (name, value) in JsonNode.Parse(random.Choose(ToolOptions))!.AsObject())
                request[name] = value!.DeepClone();
        }

        return RoundTrip.AssertLossless(request.ToJsonString(), ChatJson.Default.ChatCompletionRequest);
    }

    private JsonObject CreateMessage() => random.Next(6) switch
    {
        0 => new() { ["role"] = "system", ["content"] = CreateContent() },
        1 or 2 => new() { ["role"] = "user", ["content"] = CreateContent() },
        3 => CreateAssistantMessage(),
        4 => new()
        {
            ["role"] = "tool",
            ["content"] = CreateContent(),
            ["tool_call_id"] = random.Next(5) == 0 ? null : "abcdefghi",
            ["name"] = random.Next(2) == 0 ? null : "look",
        },
        _ => new() { ["role"] = "tomorrow", ["content"] = CreateContent(), ["x"] = 1 },
    };

    private JsonObject CreateAssistantMessage()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = CreateContent() };
        if (random.Next(2) == 0)
            message["tool_calls"] = CreateList(random.Next(4), () => Parse(ToolCalls));
        if (random.Next(4) == 0)
            message["prefix"] = random.Next(2) == 0;
        return message;
    }

    private JsonNode? CreateContent() => random.Next(6) switch
    {
        0 => null,
        1 => "",
        2 or 3 => $"text {random.Next()}",
        _ => CreateList(random.Next(4), () => Parse(Chunks)),
    };

    private static JsonArray CreateList(int count, Func<JsonNode?> create) => [.. Enumerable.Range(0, count).Select(_ => create())];

    private JsonNode? Parse(string[] values) => JsonNode.Parse(random.Choose(values));
}
