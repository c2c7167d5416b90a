using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>Error messages in the browser, and the button "Try again".</summary>
[Collection(nameof(SharedWebChat))]
public sealed class ErrorTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Text_before_a_lost_connection_is_kept()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Say hello.");
        stream.SendText("Hel");
        await Expect(page.ResponseText).ToHaveTextAsync("Hel");

        stream.Cut();

        await Expect(page.Error).ToContainTextAsync(
            "The connection to the Mistral API was lost. Check your network connection and try again.");
        await Expect(page.ResponseText).ToHaveTextAsync("Hel");
        await page.SendAndWaitAsync("Go on.");
        var messages = (JsonArray)chat.Emulator.Requests[^1].Json!["messages"]!;
        Assert.Equal(["Say hello.", "Hel", "Go on."], messages.Skip(1).Select(message => (string?)message!["content"]));
    }

    [BrowserFact]
    public async Task Try_again_replaces_the_failed_response()
    {
        await using var page = await chat.OpenAsync();
        chat.Emulator.Enqueue(ScriptedResponse.RawEventStream($"data: {Chunks.Text("Hel")}\n\n"));
        await page.SendAndWaitAsync("Say hello.");
        await Expect(page.ResponseText).ToHaveTextAsync("Hel");

        await page.Button("Try again").ClickAsync();

        await Expect(page.ResponseText).ToHaveTextAsync("You said: \"Say hello.\".");
        await Expect(page.Responses).ToHaveCountAsync(1);
        await Expect(page.Error).ToHaveCountAsync(0);
        Assert.Equal(2, ((JsonArray)chat.Emulator.Requests[^1].Json!["messages"]!).Count);
    }

    [BrowserFact]
    public async Task Rate_limit_error_says_how_long_to_wait()
    {
        await using var page = await chat.OpenAsync();
        chat.Emulator.Enqueue(ScriptedResponse.Fault(429) with { Headers = new Dictionary<string, string> { ["retry-after"] = "7" } });

        await page.SendAndWaitAsync("Say hello.");

        await Expect(page.Error).ToContainTextAsync("There are too many requests. Wait 7 seconds and try again.");
        await Expect(page.Error.Locator("details p")).ToBeHiddenAsync();
        await page.Error.Locator("summary").ClickAsync();
        await Expect(page.Error.Locator("details p")).ToContainTextAsync("HTTP 429");
    }

    [BrowserFact]
    public async Task Unreachable_server_is_reported()
    {
        await using var page = await chat.OpenAsync();
        await page.Page.RouteAsync("**/chat", route => route.AbortAsync());

        await page.SendAndWaitAsync("Say hello.");

        await Expect(page.Error).ToContainTextAsync("The chat server cannot be reached. Check that it is running, then try again.");
    }

    [BrowserFact]
    public async Task Rejected_key_is_reported_when_the_models_are_loaded()
    {
        chat.Emulator.Enqueue(ScriptedResponse.Fault(401));
        await using var page = await chat.OpenWithoutModelsAsync();
        await Expect(page.Notice).ToContainTextAsync("The API key was rejected. Set MISTRAL_API_KEY to a valid key");

        await page.Button("Try again").ClickAsync();

        await Expect(page.Model).ToBeEnabledAsync();
        await Expect(page.Notice).ToBeHiddenAsync();
    }
}
