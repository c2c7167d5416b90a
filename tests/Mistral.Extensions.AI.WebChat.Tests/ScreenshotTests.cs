using Microsoft.Playwright;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>The conversation of the screenshots in samples/WebChat, which are written if WEBCHAT_SCREENSHOTS is a folder.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class ScreenshotTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Conversation_with_all_kinds_of_content_fits_a_desktop() =>
        await ShowAsync("screenshot.png", ColorScheme.Light);

    [BrowserFact]
    public async Task Conversation_with_all_kinds_of_content_is_shown_in_dark_colors() =>
        await ShowAsync("screenshot-dark.png", ColorScheme.Dark);

    private async Task ShowAsync(string file, ColorScheme colors)
    {
        await using var page = await chat.OpenAsync(
            new() { ViewportSize = new() { Width = 1120, Height = 940 }, ColorScheme = colors });
        await page.Button("Reasoning").ClickAsync();
        await page.DispatchFileAsync("drop", Path.Combine(Repository.Assets, "photo.png"), "image/png");
        await Expect(page.Attachments.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        Enqueue(
            Chunks.Reasoning("The user asks three things: what the picture shows, the weather in Paris, and how to send an image."),
            Chunks.ToolCall("get_weather", "{\"city\": \"Paris\"}"),
            Chunks.ToolCall("search_docs", "{\"query\": \"images\"}", "call00002", 1),
            Chunks.End("tool_calls"));
        Enqueue(
            Chunks.Text("The picture shows a **red disc** on a light blue background. It is **10 °C and sunny** in Paris.\n\n"),
            Chunks.Text("Images are sent in base64 or as a URL, and several fit in one message"),
            Chunks.Reference(0),
            Chunks.Text(":\n\n```csharp\nvar photo = await DataContent.LoadFromAsync(\"photo.png\");\n"),
            Chunks.Text("await chat.GetResponseAsync(new ChatMessage(ChatRole.User, [photo]));\n```"),
            Chunks.End());

        await page.SendAndWaitAsync("What is this? And is it warm in Paris? Also, how do I send an image from C#?");

        await Expect(page.Response.Locator(".call .state")).ToHaveTextAsync(["Done", "Done"]);
        await Expect(page.Response.Locator(".sources li")).ToHaveCountAsync(1);
        Assert.True(await page.Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= innerWidth"));
        if (Environment.GetEnvironmentVariable("WEBCHAT_SCREENSHOTS") is { Length: > 0 } folder)
            await page.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file) });
    }

    // The delay is for the number of tokens per second.
    private void Enqueue(params string[] chunks) => chat.Emulator.Enqueue(
        ScriptedResponse.EventStream(chunks) with { DelayBetweenEvents = TimeSpan.FromMilliseconds(100) });
}
