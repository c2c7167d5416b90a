using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Histories with more than text in them, also those that another provider wrote.</summary>
public sealed class HistoryTests
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_go_out_as_bytes_and_as_addresses()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated, [new(AuthorRole.User,
        [
            new TextContent("What is this?"),
            new ImageContent(Png, "image/png"),
            new ImageContent(new Uri("https://example.com/cat.jpg")),
        ])]);

        JsonAssert.Equal(
            $$"""
            [{"role":"user","content":[
              {"type":"text","text":"What is this?"},
              {"type":"image_url","image_url":"data:image/png;base64,{{Convert.ToBase64String(Png)}}"},
              {"type":"image_url","image_url":"https://example.com/cat.jpg"}]}]
            """,
            emulated.Messages(0));
    }

    [Fact]
    public async Task A_document_goes_out_as_bytes()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated, [new(AuthorRole.User, [new TextContent("Sum it up."), new BinaryContent("%PDF-1.4"u8.ToArray(), "application/pdf")])]);

        Assert.StartsWith(
            "data:application/pdf;base64,", (string?)emulated.Messages(0)[0]!["content"]![1]!["document_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_results_that_another_provider_wrote_get_ids_this_one_takes()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated,
        [
            new(AuthorRole.System, "Be brief."),
            new(AuthorRole.User, "The weather in Paris and Lyon?"),
            new(AuthorRole.Assistant,
            [
                new FunctionCallContent("weather_get_weather", id: "call_Xb7wF2mQ9aLk01", arguments: new() { ["city"] = "Paris" }),
                new FunctionCallContent("weather_get_weather", id: "call_Yc8xG3nR0bMl12", arguments: new() { ["city"] = "Lyon" }),
            ])
            {
                InnerContent = new { id = "chatcmpl-1" },
                Metadata = new Dictionary<string, object?> { ["SystemFingerprint"] = "fp_1", ["Usage"] = new object() },
            },
            new(AuthorRole.Tool, [new FunctionResultContent("weather_get_weather", callId: "call_Yc8xG3nR0bMl12", result: "rain")]),
            new(AuthorRole.Tool, [new FunctionResultContent("weather_get_weather", callId: "call_Xb7wF2mQ9aLk01", result: new { degrees = 21 })]),
            new(AuthorRole.Assistant, "Sun in Paris, rain in Lyon."),
            new(AuthorRole.User, "And tomorrow?"),
        ]);

        var messages = emulated.Messages(0).AsArray();
        var calls = messages[2]!["tool_calls"]!.AsArray();
        Assert.All(calls, call => Assert.Matches("^[a-zA-Z0-9]{9}$", (string?)call!["id"]));
        Assert.Equal("""{"city":"Paris"}""", (string?)calls[0]!["function"]!["arguments"]);
        Assert.Equal(calls.Select(call => (string?)call!["id"]), [(string?)messages[3]!["tool_call_id"], (string?)messages[4]!["tool_call_id"]]);
        Assert.Equal("""{"degrees":21}""", (string?)messages[3]!["content"]);
        Assert.Equal("rain", (string?)messages[4]!["content"]);
    }

    [Fact]
    public async Task Arguments_keep_their_types_on_the_way_back()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated,
        [
            new(AuthorRole.User, "Count."),
            new(AuthorRole.Assistant,
                [new FunctionCallContent("count", id: "call_1", arguments: new() { ["n"] = 1, ["all"] = true, ["of"] = new[] { 1, 2 } })]),
            new(AuthorRole.Tool, [new FunctionResultContent("count", callId: "call_1", result: 3)]),
        ]);

        JsonAssert.Equal("""{"n":1,"all":true,"of":[1,2]}""", (string)emulated.Messages(0)[1]!["tool_calls"]![0]!["function"]!["arguments"]!);
    }

    [Fact]
    public async Task A_developer_message_is_a_system_message_here()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated, [new(AuthorRole.Developer, "Be brief."), new(AuthorRole.User, "Hi")]);

        JsonAssert.Equal("""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]""", emulated.Messages(0));
    }

    private static Task<ChatMessageContent> AskAsync(EmulatedKernel emulated, ChatHistory history) =>
        emulated.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, cancellationToken: Token);
}
