using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Robustness;

/// <summary>Small requests that would need much work are rejected quickly and with little memory.</summary>
[Collection(nameof(NonParallel))]
public sealed class HostileRequestTests
{
    /// <summary>The memory that a request may allocate. The decompressed data of a document, up to 64 MiB, is copied a few times.</summary>
    private const long MaxAllocatedBytes = 500_000_000;

    public static TheoryData<string> Schemas => [.. HostileSchemas.All.Select(schema => schema.Name)];

    public static TheoryData<string> Documents => [.. HostileDocuments.All.Select(document => document.Name)];

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Schema_with_a_very_large_instance_is_rejected(string name)
    {
        var schema = JsonNode.Parse(HostileSchemas.All.Single(candidate => candidate.Name == name).Schema)!;
        var format = new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject { ["name"] = "a", ["schema"] = schema.DeepClone() },
        };
        var tool = new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = "f", ["parameters"] = schema },
        };

        await AssertRejectedAsync("/v1/chat/completions", CreateChat(new JsonObject { ["response_format"] = format.DeepClone() }));
        await AssertRejectedAsync(
            "/v1/chat/completions", CreateChat(new JsonObject { ["tools"] = new JsonArray(tool), ["tool_choice"] = "any" }));
        await AssertRejectedAsync("/v1/ocr", new JsonObject
        {
            ["model"] = "mistral-ocr-latest",
            ["document"] = new JsonObject { ["document_url"] = "https://a.b/c.pdf" },
            ["document_annotation_format"] = format,
        });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_with_very_large_content_is_rejected(string name) => await AssertRejectedAsync("/v1/ocr", new JsonObject
    {
        ["model"] = "mistral-ocr-latest",
        ["document"] = new JsonObject { ["document_url"] = HostileDocuments.All.Single(document => document.Name == name).Create() },
        ["include_image_base64"] = true,
    });

    [Theory]
    [InlineData("n", 5_000_000)]
    [InlineData("n", 1e300)]
    [InlineData("max_tokens", 1e300)]
    public async Task Very_large_option_is_rejected(string name, double value) =>
        await AssertRejectedAsync("/v1/chat/completions", CreateChat(new JsonObject { [name] = value }));

    [Fact]
    public async Task Brackets_of_a_PDF_are_read_with_little_memory()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var url = PdfBuilder.ToDataUri(PdfBuilder.Create(deflate: true, new string('[', 4_000_000)));
        var before = GC.GetTotalAllocatedBytes();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/ocr",
            $$"""{"model":"mistral-ocr-latest","document":{"document_url":"{{url}}"} }""");

        Assert.Equal(200, (int)response.Status);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public async Task Many_choices_of_a_long_text_are_rejected()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 200_000));

        await AssertRejectedAsync("/v1/chat/completions", CreateChat(new JsonObject { ["n"] = 128, ["stream"] = true }, text));
    }

    [Fact]
    public async Task Very_many_errors_are_rejected_in_a_limited_response()
    {
        var fields = Enumerable.Range(0, 100_000).Select(number => KeyValuePair.Create($"a{number}", (JsonNode?)1));

        await AssertRejectedAsync("/v1/embeddings", new JsonObject(fields));
    }

    [Fact]
    public async Task Deeply_nested_JSON_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(
            HttpMethod.Post, "/v1/chat/completions", $"{{\"a\":{new string('[', 100_000)}{new string(']', 100_000)}}}");

        Assert.Equal("json_invalid", (string?)response.Json["detail"]![0]!["type"]);
    }

    [Theory]
    [InlineData("\"\\ud800\"", "body.messages.0.content")]
    [InlineData("[{\"type\":\"text\",\"text\":\"a \\uDC00\"}]", "body.messages.0.content.0.text")]
    [InlineData("[{\"\\ud800\":1}]", "body")]
    public async Task Unpaired_surrogate_is_rejected_with_its_location(string content, string location)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/chat/completions",
            $$"""{"model":"mistral-small-latest","messages":[{"role":"user","content":{{content}}}]}""");

        Assert.Equal(422, (int)response.Status);
        var error = Assert.Single(response.Json["detail"]!.AsArray())!;
        Assert.Equal(("string_unicode", location), ((string?)error["type"], string.Join('.', error["loc"]!.AsArray())));
    }

    [Fact]
    public async Task Body_that_is_not_UTF_8_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var content = new ByteArrayContent([.. "{\"model\":\""u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        using var response = await emulator.Http.PostAsync("/v1/embeddings", content, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(
            """{"detail":"There was an error parsing the body"}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task White_space_before_a_parenthesis_does_not_slow_down_FIM()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.Timeout = TimeSpan.FromSeconds(30);

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/fim/completions",
            $$"""{"model":"codestral-latest","prompt":"{{new string(' ', 200_000)}}(a x"}""");

        Assert.Equal(200, (int)response.Status);
    }

    private static async Task AssertRejectedAsync(string path, JsonNode body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.Timeout = TimeSpan.FromSeconds(30);
        var json = body.ToJsonString();
        var before = GC.GetTotalAllocatedBytes();

        var response = await emulator.SendAsync(HttpMethod.Post, path, json);

        Assert.True((int)response.Status is >= 400 and < 500, $"{path}: {response.Body[..Math.Min(300, response.Body.Length)]}");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MaxAllocatedBytes);
    }

    private static JsonObject CreateChat(JsonObject options, string text = "Hi")
    {
        options["model"] = "mistral-small-latest";
        options["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
        return options;
    }
}
