using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

public abstract partial class ChatClientContract
{
    private const string RedSquare =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAg"
        + "EAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC";

    private static readonly JsonElement Person = JsonElement.Parse("""
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
         "properties":{"name":{"type":"string"},"age":{"type":"integer"},"hobbies":{"type":"array","items":{"type":"string"}},
           "job":{"type":"string","enum":["pilot","teacher","none"]}},
         "required":["name","age","hobbies","job"]}
        """);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Structured_output_matches_the_schema(bool streaming)
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Person, "person", "A person") };

        var response = await GetResponseAsync(
            [new(ChatRole.User, "Ann is 37, a pilot, and loves \"chess\" and \"skiing\".")], options, streaming);

        var person = JsonElement.Parse(response.Text);
        Assert.Equal(["age", "hobbies", "job", "name"], person.EnumerateObject().Select(member => member.Name).Order());
        Assert.NotEmpty(person.GetProperty("name").GetString()!);
        Assert.Equal(37, person.GetProperty("age").GetInt32());
        Assert.All(person.GetProperty("hobbies").EnumerateArray(), hobby => Assert.Equal(JsonValueKind.String, hobby.ValueKind));
        Assert.Equal("pilot", person.GetProperty("job").GetString());
    }

    [Fact]
    public async Task JSON_response_without_schema_is_an_object()
    {
        var response = await ChatClient.GetResponseAsync("Name a city.", new() { ResponseFormat = ChatResponseFormat.Json }, Token);

        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(response.Text).ValueKind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Image_content_is_sent_to_the_model(bool streaming)
    {
        var question = new ChatMessage(ChatRole.User, [new TextContent("What colour is this?"), new DataContent(RedSquare)]);

        var withImage = await GetResponseAsync([question], null, streaming);
        var withoutImage = await GetResponseAsync([new(ChatRole.User, "What colour is this?")], null, streaming);

        Assert.NotEmpty(withImage.Text);
        // An image that was not sent would use no input tokens.
        Assert.True(withImage.Usage!.InputTokenCount > withoutImage.Usage!.InputTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thinking_precedes_the_text_and_is_accepted_in_the_next_request(bool streaming)
    {
        var options = new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } };
        List<ChatMessage> history = [new(ChatRole.User, "How many prime numbers are there below 30?")];

        var response = await GetResponseAsync(history, options, streaming);

        var contents = Assert.Single(response.Messages).Contents;
        Assert.NotEmpty(Assert.IsType<TextReasoningContent>(contents[0]).Text);
        Assert.NotEmpty(Assert.IsType<TextContent>(contents[^1]).Text);
        history.AddMessages(response);
        history.Add(new(ChatRole.User, "And below 20?"));
        Assert.NotEmpty((await GetResponseAsync(history, options, streaming)).Text);
    }

    [Fact]
    public async Task Response_has_no_thinking_when_reasoning_is_disabled()
    {
        var response = await ChatClient.GetResponseAsync(
            "Name a prime number.", new() { Reasoning = new() { Effort = ReasoningEffort.None } }, Token);

        Assert.DoesNotContain(response.Messages.SelectMany(message => message.Contents), content => content is TextReasoningContent);
        Assert.NotEmpty(response.Text);
    }
}
