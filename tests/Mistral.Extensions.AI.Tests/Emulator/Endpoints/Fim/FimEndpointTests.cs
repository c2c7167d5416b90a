using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Fim;

public sealed class FimEndpointTests
{
    [Theory]
    [InlineData("def add(a: int, b: int) -> int:\n", "\nprint(add(1, 2))", "    return a + b")]
    [InlineData("def fibonacci(n: int):", "n = int(input())", "\n    return n\n")]
    [InlineData("class A:\n    def size(self, *, scale=2):\n", "", "        return scale")]
    [InlineData("static int Add(int a, int b)\n{\n    ", "\n}", "return a + b;")]
    [InlineData("function area(width, height) {", "}", "\n    return width + height;\n")]
    [InlineData("int Twice(int x) =>", "\n", " x;")]
    [InlineData("void Stop() {\n", "}", "    return;\n")]
    [InlineData("if (ready) {", "}", "// The emulator fills in between \"if (ready) {\" and \"}\".\n")]
    [InlineData("import os\n\nroot = 1\n", "\nprint(root)\n", "# The emulator fills in between \"root = 1\" and \"print(root)\".")]
    [InlineData("def", "", "# The emulator fills in between \"def\" and the end.")]
    public async Task Completion_is_a_return_statement_after_a_function_header_and_otherwise_a_comment(string prompt, string suffix, string middle)
    {
        await using var wire = await TestEmulator.StartAsync();

        var reply = await CompleteAsync(wire, prompt, new JsonObject { ["suffix"] = suffix });

        Assert.Equal(middle, reply.Content);
        Assert.Equal("stop", reply.FinishReason);
    }

    [Fact]
    public async Task Response_has_the_format_of_a_chat_completion()
    {
        await using var wire = await TestEmulator.StartAsync();

        var reply = await CompleteAsync(wire, "def add(a, b):\n", new JsonObject { ["suffix"] = "print(1)" });

        Assert.Equal("chat.completion", (string?)reply.Json["object"]);
        Assert.Equal("codestral-latest", (string?)reply.Json["model"]);
        Assert.Equal("assistant", (string?)reply.Message["role"]);
        Assert.True(reply.Message.AsObject().ContainsKey("tool_calls"));
        Assert.Null(reply.Message["tool_calls"]);
        Assert.Equal("""{"prompt_tokens":5,"total_tokens":11,"completion_tokens":6}""", reply.Json["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Streamed_chunks_have_the_chat_format_and_the_same_text()
    {
        await using var wire = await TestEmulator.StartAsync();

        var reply = await CompleteAsync(wire, "def add(a, b):\n", new JsonObject { ["stream"] = true });

        Assert.Equal("[DONE]", reply.EventPayloads[^1]);
        Assert.Equal("chat.completion.chunk", (string?)reply.Chunks[0]["object"]);
        Assert.Equal(["", "    return", " a", " +", " b", ""], reply.Deltas.Select(delta => (string?)delta["content"]));
        Assert.Equal("stop", (string?)reply.Chunks[^1]["choices"]![0]!["finish_reason"]);
        Assert.Equal(9, (int?)reply.Chunks[^1]["usage"]!["total_tokens"]);
    }

    [Theory]
    [InlineData("""{"stop":" +"}""", "    return a", "stop")]
    [InlineData("""{"stop":["b","a"]}""", "    return ", "stop")]
    [InlineData("""{"max_tokens":2}""", "    return a", "length")]
    [InlineData("""{"min_tokens":8}""", "    return a + b\n# more more more", "stop")]
    [InlineData("""{"min_tokens":4}""", "    return a + b", "stop")]
    public async Task Stop_sequences_and_token_limits_are_respected(string options, string middle, string reason)
    {
        await using var wire = await TestEmulator.StartAsync();

        var reply = await CompleteAsync(wire, "def add(a, b):\n", JsonNode.Parse(options)!.AsObject());

        Assert.Equal((middle, reason), (reply.Content, reply.FinishReason));
    }

    [Theory]
    [InlineData("""{"model":"unknown"}""", "1500", "invalid_model", "Invalid model: unknown")]
    [InlineData("""{"model":"mistral-large-latest"}""", "3051", "invalid_request_invalid_args", "FIM is not enabled for this model")]
    [InlineData("""{"temperature":0,"top_p":0.5}""", "3054", "invalid_request_invalid_args", "top_p must be 1 when using greedy sampling")]
    public async Task Request_that_breaks_a_rule_is_rejected_with_400(string options, string code, string type, string expectedMessage)
    {
        await using var wire = await TestEmulator.StartAsync();

        var reply = await PostAsync(wire, "def", JsonNode.Parse(options)!.AsObject());

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal((code, type, expectedMessage), ((string?)reply.Json["code"], (string?)reply.Json["type"], (string?)reply.Json["message"]));
    }

    [Theory]
    [InlineData("""{"tools":[]}""", "tools", "extra_forbidden")]
    [InlineData("""{"response_format":{"type":"text"}}""", "response_format", "extra_forbidden")]
    [InlineData("""{"safe_prompt":true}""", "safe_prompt", "extra_forbidden")]
    [InlineData("""{"n_predict":1}""", "n_predict", "extra_forbidden")]
    [InlineData("""{"prompt":null}""", "prompt", "string_type")]
    [InlineData("""{"min_tokens":-1}""", "min_tokens", "greater_than_equal")]
    [InlineData("""{"temperature":1.6}""", "temperature", "less_than_equal")]
    [InlineData("""{"top_p":0}""", "top_p", "greater_than")]
    public async Task Invalid_field_is_rejected_with_the_location(string options, string field, string type)
    {
        await using var wire = await TestEmulator.StartAsync();

        var reply = await PostAsync(wire, "def", JsonNode.Parse(options)!.AsObject());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        var error = Assert.Single(reply.Json["message"]!["detail"]!.AsArray())!;
        Assert.Equal((field, type), ((string?)error["loc"]![1], (string?)error["type"]));
    }

    private static Task<EmulatorResponse> PostAsync(TestEmulator emulator, string prompt, JsonObject options)
    {
        var request = new JsonObject { ["model"] = "codestral-latest", ["prompt"] = prompt };
        foreach (var (name, value) in options)
            request[name] = value?.DeepClone();
        return emulator.SendAsync(HttpMethod.Post, "/v1/fim/completions", request.ToJsonString());
    }

    private static async Task<EmulatorResponse> CompleteAsync(TestEmulator emulator, string prompt, JsonObject options)
    {
        var reply = await PostAsync(emulator, prompt, options);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply;
    }
}
