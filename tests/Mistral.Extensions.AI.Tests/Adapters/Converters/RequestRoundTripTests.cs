using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Adapters.Conversations;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Requests of the API are the same after they were converted to Microsoft.Extensions.AI and back.</summary>
public sealed class RequestRoundTripTests
{
    private static readonly JsonElement Value = JsonElement.Parse("""{"a":1}""");

    public static TheoryData<string> Chunks => [.. RandomRequest.Chunks];

    public static TheoryData<string> ToolCalls => [.. RandomRequest.ToolCalls];

    public static TheoryData<string> Fields =>
        [.. typeof(ChatCompletionRequest).GetProperties().Where(property => property.Name != "EqualityContract").Select(p => p.Name)];

    [Fact]
    public void Random_request_of_the_API_is_unchanged() => ForAll(random =>
    {
        var request = new RandomRequest(random).Create();

        JsonAssert.Equal(request.ToJson(), request.ConvertBothWays().ToJson());
    });

    [Fact]
    public void Request_of_a_random_conversation_is_unchanged() => Prop.ForAll(RandomConversation.Any, conversation =>
    {
        var request = conversation.Messages.ToChatCompletionRequest(defaultModelId: "m");

        JsonAssert.Equal(request.ToJson(), request.ConvertBothWays().ToJson());
        JsonAssert.Equal(
            request.ToJson(), request.Messages!.ToChatMessages().ToChatCompletionRequest(request.ToChatOptions()).ToJson());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Request_of_random_options_is_unchanged() => ForAll(random =>
    {
        ChatMessage[] messages = [new(ChatRole.User, "Hi")];
        var request = messages.ToChatCompletionRequest(RandomChatOptions.Create(random));

        JsonAssert.Equal(request.ToJson(), request.ConvertBothWays().ToJson());
    });

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Message_with_a_chunk_is_unchanged_in_every_role(string chunk)
    {
        string[] roles = ["system", "user", "assistant", "tool", "tomorrow"];
        var messages = roles.Select(role => $$"""{"role":"{{role}}","content":[{{chunk}}]}""");

        AssertUnchanged($$"""{"messages":[{{string.Join(',', messages)}}]}""");
    }

    [Theory]
    [MemberData(nameof(ToolCalls))]
    public void Message_with_a_tool_call_is_unchanged(string call) => AssertUnchanged($$"""
        {"messages":[{"role":"assistant","content":"","tool_calls":[{{call}},{{call}}]},{"role":"assistant","tool_calls":[{{call}}]}]}
        """);

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_is_unchanged_except_stream(string name)
    {
        var property = typeof(ChatCompletionRequest).GetProperty(name)!;
        var request = new ChatCompletionRequest
        {
            Messages = [new UserMessage("Hi")],
            Tools = [new FunctionTool(new() { Name = "look", Parameters = Value })],
        };
        property.SetValue(request, property.GetCustomAttribute<JsonExtensionDataAttribute>() is null
            ? SampleRecords.Create(property.PropertyType)
            : new Dictionary<string, JsonElement> { ["new"] = Value });
        if (name is nameof(ChatCompletionRequest.Messages))
            property.SetValue(request, (IReadOnlyList<Message>)[new ToolMessage("OK") { ToolCallId = "1", Name = "a" }]);

        var converted = request.ConvertBothWays();

        if (name is nameof(ChatCompletionRequest.Stream))
            Assert.Null(converted.Stream);
        else
            JsonAssert.Equal(request.ToJson(), converted.ToJson());
        Assert.NotNull(property.GetValue(request));
    }

    [Theory]
    [InlineData("""{"role":"user","content":null}""")]
    [InlineData("""{"role":"tool","content":null}""")]
    [InlineData("""{"role":"system","content":""}""")]
    [InlineData("""{"role":"assistant"}""")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[null]}""")]
    [InlineData("""{"role":"assistant","content":"Once","prefix":true}""")]
    [InlineData("""{"role":"assistant","content":"Once","prefix":false,"reasoning_content":"Hm"}""")]
    [InlineData("""{"role":"function","name":"look"}""")]
    [InlineData("""{"role":"","content":1}""")]
    [InlineData("""{"content":"Hi"}""")]
    public void Unusual_message_is_unchanged(string message) => AssertUnchanged($$"""{"messages":[{{message}}]}""");

    /// <summary>The examples of ChatCompletionRequest, ResponseFormat and ImageURLChunk in Mistral's OpenAPI file.</summary>
    [Theory]
    [InlineData("""
        {"model":"mistral-large-latest",
         "messages":[{"role":"user","content":"Who is the best French painter? Answer in one short sentence."}]}
        """)]
    [InlineData("""{"messages":[],"response_format":{"type":"text"}}""")]
    [InlineData("""{"messages":[],"response_format":{"type":"json_object"}}""")]
    [InlineData("""
        {"messages":[],"response_format":{"type":"json_schema","json_schema":{"schema":{"properties":{
         "name":{"title":"Name","type":"string"},"authors":{"items":{"type":"string"},"title":"Authors","type":"array"}},
         "required":["name","authors"],"title":"Book","type":"object","additionalProperties":false},"name":"book","strict":true}}}
        """)]
    [InlineData("""
        {"messages":[{"role":"user","content":[{"type":"image_url","image_url":"data:image/png;base64,iVBORw0"}]}]}
        """)]
    public void Example_of_the_API_is_unchanged(string request) => AssertUnchanged(request);

    private static void AssertUnchanged(string json)
    {
        var request = RequestJson.Parse(json);

        var converted = request.ConvertBothWays();

        JsonAssert.Equal(request.ToJson(), converted.ToJson());
        Assert.Equal(JsonNode.Parse(json)!["messages"]!.AsArray().Count, converted.Messages!.Count);
    }

    private static void ForAll(Action<Random> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => property(new(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
