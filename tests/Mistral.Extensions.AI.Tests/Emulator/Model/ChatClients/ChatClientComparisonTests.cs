using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>
/// An emulator whose chat client is that of another emulator returns the same responses as the other one: nothing is lost in the
/// conversion of requests and responses.
/// </summary>
public sealed class ChatClientComparisonTests
{
    private const string Weather =
        """
        {"type":"function","function":{"name":"get_weather","description":"d","parameters":
          {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}}
        """;

    private const string SchemaFormat =
        """
        {"type":"json_schema","json_schema":{"name":"A","strict":true,"schema":
          {"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}}}
        """;

    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"S"},{"role":"user","content":"Hello"}],"temperature":0.5,"random_seed":1}""")]
    [InlineData("""{"messages":[{"role":"user","content":"One two three four"}],"max_tokens":3}""")]
    [InlineData("""{"messages":[{"role":"user","content":"One two three four"}],"stop":["three"]}""")]
    [InlineData("""{"model":"mistral-medium-latest","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"high"}""")]
    [InlineData("""{"model":"magistral-medium-latest","messages":[{"role":"user","content":"Hi"}],"prompt_mode":"reasoning"}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a is 7"}],"response_format":{"type":"json_object"}}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a is 7"}],"response_format":$format}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Weather in Paris and Rome"}],"tools":[$weather]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Weather in Paris and Rome"}],"tools":[$weather],"parallel_tool_calls":false}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Hello"}],"tools":[$weather],"tool_choice":"any"}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Weather in Paris"}],"tools":[$weather],"tool_choice":"none"}""")]
    [InlineData(
        """
        {"messages":[{"role":"user","content":"Weather?"},
          {"role":"assistant","content":"","tool_calls":[
            {"id":"a1B2c3D4e","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}}]},
          {"role":"tool","tool_call_id":"a1B2c3D4e","name":"get_weather","content":"sun"}]}
        """)]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Well, ","prefix":true}]}""")]
    [InlineData(
        """
        {"model":"mistral-medium-latest","messages":[{"role":"user","content":[
          {"type":"text","text":"Look"},{"type":"image_url","image_url":"data:image/png;base64,AQID"}]}]}
        """)]
    [InlineData(
        """
        {"model":"mistral-medium-latest","messages":[{"role":"user","content":[
          {"type":"text","text":"Look"},{"type":"image_url","image_url":"https://example.com/a.png"}]}]}
        """)]
    [InlineData(
        """
        {"messages":[{"role":"user","content":[
          {"type":"text","text":"Read"},
          {"type":"document_url","document_url":"data:application/pdf;base64,AQID","document_name":"a.pdf"}]}]}
        """)]
    public async Task Response_is_the_same_as_without_the_chat_client(string json)
    {
        var request = json.Replace("$weather", Weather, StringComparison.Ordinal)
            .Replace("$format", SchemaFormat, StringComparison.Ordinal);
        await using var inner = await TestEmulator.StartAsync();
        await using var direct = await TestEmulator.StartAsync();
        using var client = new MistralClient(new MistralClientOptions { ApiKey = TestEmulator.Key, Endpoint = inner.Server.Endpoint });
        await using var outer = await TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = client.AsIChatClient() });

        var expected = await direct.PostChatAsync(request);
        var actual = await outer.PostChatAsync(request);
        var stream = await outer.PostChatAsync(request.Insert(1, "\"stream\":true,"));

        Assert.True((int)actual.Status == 200, actual.Body);
        JsonAssert.Equal(WithoutIds(expected.Message), WithoutIds(actual.Message));
        Assert.Equal(expected.FinishReason, actual.FinishReason);
        Assert.Equal(expected.FinishReason, (string?)stream.Chunks[^1]["choices"]![0]!["finish_reason"]);
        Assert.Equal(GetText(expected.Message["content"]), string.Concat(stream.Deltas.Select(delta => GetText(delta["content"]))));
        Assert.Equal(expected.ToolCalls.Count, (stream.Deltas[^1]["tool_calls"] as JsonArray)?.Count ?? 0);
        Assert.Equal((int)expected.Json["usage"]!["completion_tokens"]!, (int)actual.Json["usage"]!["completion_tokens"]!);
    }

    private static string GetText(JsonNode? content) => content is JsonArray chunks
        ? string.Concat(chunks.Select(chunk => (string?)chunk!["text"] ?? (string?)chunk["thinking"]?[0]!["text"]))
        : (string?)content ?? "";

    private static string WithoutIds(JsonNode message)
    {
        var copy = message.DeepClone();
        foreach (var call in copy["tool_calls"] as JsonArray ?? [])
            call!.AsObject().Remove("id");
        return copy.ToJsonString();
    }
}
