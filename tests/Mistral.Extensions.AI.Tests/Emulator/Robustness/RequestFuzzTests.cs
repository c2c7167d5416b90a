using System.Net.Http.Headers;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Robustness;

/// <summary>No mutation of a valid request makes the emulator fail or hang.</summary>
public sealed class RequestFuzzTests
{
    private const int RequestsPerSeed = 500;

    private const string Schema = """
        {"type":"object","required":["name","items"],"properties":{"name":{"type":"string","minLength":1,"maxLength":9},
         "count":{"type":"integer","minimum":1,"maximum":5,"multipleOf":2},"day":{"type":"string","format":"date"},
         "items":{"type":"array","minItems":1,"maxItems":3,"items":{"anyOf":[{"$ref":"#/$defs/a"},{"type":"null"}]}},
         "kind":{"enum":["a","b"]},"flag":{"type":["boolean","null"],"default":true}},
         "$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}],"properties":{"x":{"const":1} } },
          "b":{"type":"object","properties":{"y":{"type":"number"} } } } }
        """;

    private const string Tools =
        $$$"""[{"type":"function","function":{"name":"get_weather","description":"d","parameters":{{{Schema}}} } }]""";

    private static readonly string Pdf = PdfBuilder.ToDataUri(PdfBuilder.Create("(Total 12) Tj /Im0 Do", "(b) Tj"));

    private static readonly (string Path, string Body)[] ValidRequests =
    [
        ("/v1/chat/completions", $$$"""
            {"model":"mistral-small-latest","temperature":0.5,"top_p":1,"max_tokens":50,"stop":["x"],"n":2,"stream":true,
             "messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"weather for Peter, count 3"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"} },
              {"type":"document_url","document_url":"https://a.b/c.pdf"}]}],
             "tools":{{{Tools}}},"tool_choice":"any","parallel_tool_calls":true,"reasoning_effort":"high",
             "guardrails":[{"moderation_llm_v2":{"action":"block","custom_category_thresholds":{"pii":0.1} } }]}
            """),
        ("/v1/chat/completions", $$$"""
            {"model":"mistral-small-latest","random_seed":1,"prompt_cache_key":"k","metadata":{"a":1},
             "messages":[{"role":"user","content":"Ann, 3 items"},
              {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"a"}],
               "tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"get_weather","arguments":"{}"} }]},
              {"role":"tool","tool_call_id":"abcdefghi","name":"get_weather","content":"sunny"}],
             "response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{{{Schema}}},"strict":false} } }
            """),
        ("/v1/chat/completions", """
            {"model":"voxtral-small-latest","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA"} }]}]}
            """),
        ("/v1/audio/speech", """
            {"model":"voxtral-mini-tts-2603","input":"Hello","voice_id":"en_paul_neutral","ref_audio":null,"response_format":"opus",
             "stream":false,"metadata":{"a":1},"prompt_cache_key":"k"}
            """),
        ("/v1/audio/voices", $$"""
            {"name":"a","slug":"b","languages":["en"],"gender":"c","age":30,"tags":["d"],"color":"e","description":"f","retention_notice":9,
             "sample_audio":"{{Convert.ToBase64String(AudioFiles.CreateWav(0.001))}}","sample_filename":"a.wav"}
            """),
        ("/v1/conversations", $$$"""
            {"model":"mistral-small-latest","instructions":"i","stream":true,"store":true,"handoff_execution":"client","metadata":{"a":1},
             "inputs":[{"role":"user","content":[{"type":"text","text":"Search the web, calculate 2 + (3 * 4) and draw the weather"},
              {"type":"tool_file","tool":"image_generation","file_id":"a"}]},
              {"type":"tool.execution","name":"web_search","arguments":"{}","info":{"a":1} },
              {"type":"function.call","tool_call_id":"abcdefghi","name":"get_weather","arguments":"{}","confirmation_status":"allowed"},
              {"type":"agent.handoff","previous_agent_id":"a","previous_agent_name":"a","next_agent_id":"b","next_agent_name":"b"},
              {"role":"user","content":"Plot 7 / 2 + 1 with code"}],
             "tools":[{"type":"web_search","tool_configuration":{"requires_confirmation":["web_search"]} },{"type":"code_interpreter"},
              {"type":"image_generation"},{"type":"document_library","library_ids":["a"]},{{{Tools[1..]}}},
             "completion_args":{"temperature":0.5,"tool_choice":"any","stop":["x"],"reasoning_effort":"high"} }
            """),
        ("/v1/agents", $$$"""
            {"model":"mistral-small-latest","name":"a","instructions":"i","tools":{{{Tools}}},"handoffs":["a"],"version_message":"v",
             "completion_args":{"temperature":0.5,"response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{} } } } }
            """),
        ("/v1/embeddings", """
            {"model":"codestral-embed","input":["one","two"],"output_dimension":8,"output_dtype":"int8","encoding_format":"base64"}
            """),
        ("/v1/fim/completions", """
            {"model":"codestral-latest","prompt":"def add(a, b):","suffix":"x","min_tokens":2,"max_tokens":9,"stop":"y","stream":false}
            """),
        ("/v1/ocr", $$$"""
            {"model":"mistral-ocr-latest","pages":"0-1","image_limit":1,"table_format":"html","include_image_base64":true,
             "document":{"type":"document_url","document_url":"{{{Pdf}}}"},
             "confidence_scores_granularity":"word","extract_header":true,
             "document_annotation_format":{"type":"json_schema","json_schema":{"name":"r","schema":{{{Schema}}} } },
             "bbox_annotation_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object"} } } }
            """),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Mutated_requests_get_a_response_below_500(int seed)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.Timeout = TimeSpan.FromSeconds(30);
        var mutator = new RequestMutator(seed);
        var failures = new List<string>();

        for (var number = 0; number < RequestsPerSeed; number++)
        {
            var (path, validBody) = ValidRequests[number % ValidRequests.Length];
            var body = mutator.Mutate(validBody);
            if (await GetFailureAsync(emulator, path, body) is { } failure)
                failures.Add($"request {number} {path}: {failure}\n{Encoding.UTF8.GetString(body)}");
        }

        Assert.Empty(failures);
    }

    [Fact]
    public async Task Valid_requests_of_the_fuzz_test_are_accepted()
    {
        await using var emulator = await TestEmulator.StartAsync();

        foreach (var (path, body) in ValidRequests)
        {
            var response = await emulator.SendAsync(HttpMethod.Post, path, body);
            Assert.True((int)response.Status == 200, response.Body);
        }
    }

    private static async Task<string?> GetFailureAsync(TestEmulator emulator, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await emulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode < 500 ? null : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException error)
        {
            return $"{error.Message}: {error.InnerException?.Message}";
        }
    }
}
