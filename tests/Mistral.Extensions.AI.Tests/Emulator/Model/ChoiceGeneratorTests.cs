using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model;

public sealed class ChoiceGeneratorTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

    [Fact]
    public async Task Last_user_text_is_echoed()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync(
            """
            {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"First"},{"role":"assistant","content":"Hm"},
              {"role":"user","content":[{"type":"text","text":"Sec"},{"type":"text","text":"ond"}]}]}
            """);

        Assert.Equal("You said: \"Second\".", response.Content);
        Assert.Equal("stop", response.FinishReason);
    }

    [Theory]
    [InlineData($$$"""{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}"}}""", "1 image (image/png, 68 bytes)")]
    [InlineData("""{"type":"image_url","image_url":"https://a.b/c.png"}""", "1 image (https://a.b/c.png)")]
    [InlineData("""{"type":"image_url","image_url":"https://a.b/c.png"},{"type":"image_url","image_url":"https://a.b/d.png"}""",
        "2 images (https://a.b/c.png; https://a.b/d.png)")]
    [InlineData("""{"type":"document_url","document_name":"a.pdf","document_url":"data:application/pdf;base64,AAAA"}""",
        "1 document (a.pdf, application/pdf, 3 bytes)")]
    [InlineData("""{"type":"file","file_id":"e85980c9-409e-4a46-9304-36588f6292b0"}""",
        "1 file (e85980c9-409e-4a46-9304-36588f6292b0, text/plain, 3 bytes)")]
    [InlineData("""{"type":"image_url","image_url":"https://a.b/c.png"},{"type":"document_url","document_url":"https://a.b/d.pdf"}""",
        "1 image (https://a.b/c.png) and 1 document (https://a.b/d.pdf)")]
    public async Task Attachments_are_described_in_the_response(string chunks, string expectedText)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddFile("e85980c9-409e-4a46-9304-36588f6292b0", "abc"u8.ToArray(), "text/plain");

        var withText = await emulator.PostChatAsync(
            $$"""{"messages":[{"role":"user","content":[{"type":"text","text":"Look"},{{chunks}}]}]}""");
        var withoutText = await emulator.PostChatAsync($$"""{"messages":[{"role":"user","content":[{{chunks}}]}]}""");

        Assert.Equal($"You said: \"Look\" with {expectedText}.", withText.Content);
        Assert.Equal($"You sent {expectedText} and no text.", withoutText.Content);
    }

    [Fact]
    public async Task Audio_is_described_in_the_response_of_an_audio_model()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync(
            """{"model":"voxtral-small-latest","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":"AAAA"}]}]}""");

        Assert.Equal("You sent 1 audio (3 bytes) and no text.", response.Content);
    }

    [Fact]
    public async Task Empty_user_message_gets_a_fixed_response()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync("""{"messages":[{"role":"user","content":null}]}""");

        Assert.Equal("You said nothing.", response.Content);
    }

    [Theory]
    [InlineData("""{"max_tokens":3}""", "You said: \"one", "length")]
    [InlineData("""{"max_tokens":100}""", "You said: \"one two three\".", "stop")]
    [InlineData("""{"stop":" two"}""", "You said: \"one", "stop")]
    [InlineData("""{"stop":["three"," two"]}""", "You said: \"one", "stop")]
    [InlineData("""{"stop":["four"]}""", "You said: \"one two three\".", "stop")]
    public async Task Response_ends_at_max_tokens_or_stop_sequence(string options, string content, string finishReason)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("one two three", options);

        Assert.Equal((content, finishReason), (response.Content, response.FinishReason));
    }

    [Fact]
    public async Task Prefix_is_repeated_at_the_start_of_the_response()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync(
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Well. ","prefix":true}],"stop":"Well"}""");

        Assert.Equal("Well. You said: \"Hi\".", response.Content);
    }

    [Fact]
    public async Task Several_choices_are_numbered()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi", """{"n":2}""");

        Assert.Equal(
            ["You said: \"Hi\". (choice 1 of 2)", "You said: \"Hi\". (choice 2 of 2)"],
            response.Json["choices"]!.AsArray().Select(choice => (string?)choice!["message"]!["content"]));
        Assert.Equal([0, 1], response.Json["choices"]!.AsArray().Select(choice => (int)choice!["index"]!));
    }

    [Fact]
    public async Task Usage_adds_up_and_grows_with_the_prompt()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var shortPrompt = (await emulator.PostUserMessageAsync("1")).Json["usage"]!;
        var longPrompt = (await emulator.PostUserMessageAsync("one two three four")).Json["usage"]!;

        Assert.Equal((5, 4, 9), GetTokenCounts(shortPrompt));
        Assert.Equal((8, 7, 15), GetTokenCounts(longPrompt));

        static (int Prompt, int Completion, int Total) GetTokenCounts(JsonNode usage) =>
            ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!);
    }

    [Fact]
    public async Task Prompt_with_a_known_cache_key_reports_cached_tokens_in_blocks_of_64()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var text = string.Concat(Enumerable.Repeat("word ", 200));

        var first = await emulator.PostUserMessageAsync(text, """{"prompt_cache_key":"a"}""");
        var otherKey = await emulator.PostUserMessageAsync(text, """{"prompt_cache_key":"b"}""");
        var second = await emulator.PostUserMessageAsync(text, """{"prompt_cache_key":"a"}""");

        Assert.Equal([0, 0, 192], new[] { first, otherKey, second }
            .Select(response => (int)response.Json["usage"]!["prompt_tokens_details"]!["cached_tokens"]!));
    }

    [Fact]
    public async Task Usage_always_reports_cached_tokens_and_the_service_tier()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var usage = (await emulator.PostUserMessageAsync("Hi")).Json["usage"]!;

        Assert.Equal("""{"cached_tokens":0}""", usage["prompt_tokens_details"]!.ToJsonString());
        Assert.Equal("standard", (string?)usage["service_tier"]);
    }

    [Fact]
    public async Task Two_emulators_return_identical_responses_to_identical_requests()
    {
        await using var first = await TestEmulator.StartAsync();
        await using var second = await TestEmulator.StartAsync();

        foreach (var text in (string[])["Hi", "Hello"])
            Assert.Equal((await first.PostUserMessageAsync(text)).Body, (await second.PostUserMessageAsync(text)).Body);
    }
}
