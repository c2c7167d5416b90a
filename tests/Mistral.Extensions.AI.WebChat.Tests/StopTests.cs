using System.Text.Json.Nodes;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>Responses that the user stops.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class StopTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Stop_button_closes_the_connection_to_the_API()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Tell a long story.");
        stream.SendText("Once upon a time");
        await Expect(page.ResponseText).ToHaveTextAsync("Once upon a time");

        await page.Stop.ClickAsync();
        await stream.WaitUntilClosedAsync();

        await Expect(page.Response).ToContainTextAsync("You stopped the response.");
        await Expect(page.ResponseText).ToHaveTextAsync("Once upon a time");
        await Expect(page.Status).ToHaveTextAsync("The response was stopped.");
        await Expect(page.Text).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Text_of_a_response_stopped_with_Escape_stays_in_the_conversation()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Tell a long story.");
        stream.SendText("Once upon a time");
        await Expect(page.ResponseText).ToHaveTextAsync("Once upon a time");

        await page.Text.PressAsync("Escape");
        await stream.WaitUntilClosedAsync();
        await Expect(page.Send).ToBeVisibleAsync();
        await page.SendAndWaitAsync("Go on.");

        var messages = (JsonArray)chat.Emulator.Requests[^1].Json!["messages"]!;
        Assert.Equal(
            ["Tell a long story.", "Once upon a time", "Go on."], messages.Skip(1).Select(message => (string?)message!["content"]));
        await Expect(page.Button("Try again")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Try_again_replaces_the_stopped_response()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Say hello.");
        stream.SendText("Hel");
        await Expect(page.ResponseText).ToHaveTextAsync("Hel");
        await page.Stop.ClickAsync();

        await page.Button("Try again").ClickAsync();

        await Expect(page.ResponseText).ToHaveTextAsync("You said: \"Say hello.\".");
        await Expect(page.Responses).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Tool_call_that_was_stopped_is_not_run()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Is it warm?");
        stream.Send(Chunks.ToolCall("get_weather", "{\"city\":"));
        await Expect(page.Response.Locator(".call")).ToBeVisibleAsync();

        await page.Stop.ClickAsync();

        await Expect(page.Response.Locator(".call .state")).ToHaveTextAsync("Not run");
    }

    [BrowserFact]
    public async Task New_chat_stops_the_response()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Tell a long story.");
        stream.SendText("Once upon a time");
        await Expect(page.ResponseText).ToHaveTextAsync("Once upon a time");

        await page.Button("New chat").ClickAsync();
        await stream.WaitUntilClosedAsync();
        await page.SendAndWaitAsync("Say hello.");

        Assert.Equal(2, ((JsonArray)chat.Emulator.Requests[^1].Json!["messages"]!).Count);
        await Expect(page.Responses).ToHaveCountAsync(1);
    }
}
