using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>The status page of the emulator, which is not a part of the sample, in the same browser.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class EmulatorPageTests(WebChatFixture chat)
{
    private const string Key = "very-secret-key";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [BrowserFact]
    public async Task Request_is_listed_and_its_body_is_expanded_with_the_keyboard()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        await using var page = await OpenAsync(emulator);
        await Expect(page.Page.GetByText("No requests yet.")).ToBeVisibleAsync();

        await SendAsync(emulator, "<b>Hi</b>");
        await Expect(page.Page.Locator("summary")).ToContainTextAsync("200POST /v1/chat/completionsmistral-small-latest");
        await page.Button("Reset requests and scripts").FocusAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator("pre").First).ToContainTextAsync("\"content\": \"<b>Hi</b>\"");
        await Expect(page.Page.Locator("pre").Last).ToContainTextAsync("\"authorization\": \"Bearer ***\"");
        Assert.DoesNotContain(Key, await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Unused_scripts_are_listed_until_the_reset()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        emulator.Say("Used");
        emulator.Enqueue(new ScriptedResponse { Text = "Left", Times = 2 });
        await SendAsync(emulator, "Hi");
        await using var page = await OpenAsync(emulator);

        await Expect(page.Page.Locator("#scripts li")).ToHaveTextAsync(["text \"Left\" (2 of 2 left)"]);
        await page.Button("Reset requests and scripts").PressAsync("Enter");

        await Expect(page.Page.GetByText("No scripted responses.")).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("No requests yet.")).ToBeVisibleAsync();
        Assert.Empty(emulator.UnusedScripts);
        Assert.Empty(emulator.Requests);
    }

    [BrowserFact]
    public async Task Request_whose_client_closed_the_connection_is_marked()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        emulator.Enqueue(new ScriptedResponse { Delay = TimeSpan.FromHours(1) });
        await using var page = await OpenAsync(emulator);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var request = SendAsync(emulator, "Hi", cancellationToken: cancellation.Token);
        await Expect(page.Page.Locator("summary")).ToContainTextAsync("runningPOST /v1/chat/completions");

        await cancellation.CancelAsync();

        await Expect(page.Page.Locator("summary")).ToContainTextAsync("closed by the client");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [BrowserFact]
    public async Task Filter_hides_other_requests()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        await SendAsync(emulator, "Hi");
        await SendAsync(emulator, "Hi", "mistral-large-latest");
        await using var page = await OpenAsync(emulator);

        await page.Page.GetByRole(AriaRole.Searchbox).FillAsync("Large");

        await Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 2 requests");
        await Expect(page.Page.Locator("li:visible summary")).ToContainTextAsync(["mistral-large-latest"]);
    }

    [BrowserFact]
    public async Task Stopped_emulator_is_reported()
    {
        var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        await using var page = await OpenAsync(emulator);

        await emulator.DisposeAsync();

        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The emulator does not respond. Is it still running?");
    }

    [BrowserFact]
    public async Task Status_page_has_enough_contrast_in_light_colors() => await CheckLayoutAsync(ColorScheme.Light, width: 1000);

    [BrowserFact]
    public async Task Status_page_has_enough_contrast_in_dark_colors_and_fits_a_phone() =>
        await CheckLayoutAsync(ColorScheme.Dark, width: 320);

    private async Task CheckLayoutAsync(ColorScheme colors, int width)
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        await SendAsync(emulator, new string('x', 500));
        await SendAsync(emulator, "Hi", "unknown-model");
        emulator.Enqueue(ScriptedResponse.Fault(503));
        await SendAsync(emulator, "Hi");
        emulator.Enqueue(new ScriptedResponse { Text = new string('x', 500), Match = new RequestMatch { Model = new string('y', 200) } });
        await using var page = await OpenAsync(
            emulator, new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 640 } });
        await Expect(page.Page.Locator("summary")).ToHaveCountAsync(3);
        await page.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        await Expect(page.Page.Locator("pre")).ToHaveCountAsync(6);

        var contrast = await page.Page.EvaluateAsync<JsonElement>(AccessibilityTests.ContrastScript);

        Assert.Empty(contrast.GetProperty("violations").EnumerateArray().Select(violation => violation.GetString()));
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"));
    }

    private async Task<ChatPage> OpenAsync(MistralEmulator emulator, BrowserNewContextOptions? options = null)
    {
        var context = await chat.CreateContextAsync(options);
        var page = new ChatPage(await context.NewPageAsync());
        await page.Page.GotoAsync(new Uri(emulator.Endpoint, "/").ToString());
        return page;
    }

    private static async Task SendAsync(
        MistralEmulator emulator, string text, string model = "mistral-small-latest", CancellationToken? cancellationToken = null)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var body = JsonSerializer.Serialize(new { model, messages = new[] { new { role = "user", content = text } } });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"{emulator.Endpoint}/chat/completions"), content, cancellationToken ?? Token);
    }
}
