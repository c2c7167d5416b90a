using System.Text.Json;
using Microsoft.Playwright;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>The page with a keyboard, a screen reader and a phone.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class AccessibilityTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Conversation_works_without_a_mouse()
    {
        await using var page = await chat.OpenAsync();
        var keyboard = page.Page.Keyboard;
        await Expect(page.Text).ToBeFocusedAsync();

        await keyboard.TypeAsync("First");
        await keyboard.PressAsync("Shift+Enter");
        await keyboard.TypeAsync("second");
        await Expect(page.Text).ToHaveValueAsync("First\nsecond");
        await keyboard.PressAsync("Enter");

        await Expect(page.ResponseText).ToHaveTextAsync("You said: \"First second\".");
        await Expect(page.Text).ToHaveValueAsync("");
        await Expect(page.Text).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Tab_key_reaches_all_controls_in_the_order_of_the_page()
    {
        await using var page = await chat.OpenAsync();
        await page.SendAndWaitAsync("What is the weather in Paris?");
        await page.Model.FocusAsync();

        List<string> names = [];
        for (var i = 0; i < 8; i++)
        {
            var focused = await page.Page.EvaluateAsync<JsonElement>(FocusScript);
            names.Add(focused.GetProperty("name").GetString()!);
            Assert.Equal("solid", focused.GetProperty("outline").GetString());
            await page.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal(["model", "new-chat", "get_weather", "10 °C and sun", "Copy", "Message", "attach", "reasoning"], names);
    }

    [BrowserFact]
    public async Task Enter_that_accepts_a_character_of_an_input_method_does_not_send()
    {
        await using var page = await chat.OpenAsync();
        await page.Text.FillAsync("にほんご");

        await page.Text.DispatchEventAsync("keydown", new { key = "Enter", isComposing = true });

        await Expect(page.Text).ToHaveValueAsync("にほんご");
        await Expect(page.UserMessages).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Text_has_enough_contrast_in_light_colors() => await CheckContrastAsync(ColorScheme.Light);

    [BrowserFact]
    public async Task Text_has_enough_contrast_in_dark_colors() => await CheckContrastAsync(ColorScheme.Dark);

    [BrowserFact]
    public async Task Page_fits_a_phone()
    {
        await using var page = await chat.OpenAsync(new()
        {
            ViewportSize = new() { Width = 360, Height = 640 },
            HasTouch = true,
            IsMobile = true,
        });
        var code = new string('x', 200);
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.Text($"{code}\n```\n{code}\n```\n|{code}|{code}|"), Chunks.End()));

        await page.Text.FillAsync(code);
        await page.Send.TapAsync();

        await Expect(page.Response).ToHaveAttributeAsync("aria-busy", "false");
        Assert.Equal(360, await page.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"));
        foreach (var control in new[] { page.Model, page.Button("New chat"), page.Send, page.Button("Reasoning"), page.Text })
        {
            await Expect(control).ToBeInViewportAsync(new() { Ratio = 1 });
            var box = await control.BoundingBoxAsync();
            Assert.InRange(Math.Min(box!.Width, box.Height), 40, 360);
        }
    }

    [BrowserFact]
    public async Task Scrolling_follows_the_text_until_the_user_scrolls_up()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Tell a long story.");
        stream.SendText(string.Concat(Enumerable.Range(1, 60).Select(line => $"Line {line}.\n\n")));
        await Expect(page.ResponseText.GetByText("Line 60.", new() { Exact = true })).ToBeInViewportAsync();
        await Expect(page.Button("Latest")).ToBeHiddenAsync();

        await page.Page.Mouse.MoveAsync(300, 300);
        await page.Page.Mouse.WheelAsync(0, -600);
        await Expect(page.Button("Latest")).ToBeVisibleAsync();
        var position = await GetScrollPositionAsync();
        stream.SendText("Line 61.\n\nLine 62.\n\n");
        await Expect(page.ResponseText).ToContainTextAsync("Line 62.");
        Assert.Equal(position, await GetScrollPositionAsync());

        await page.Button("Latest").ClickAsync();
        stream.SendText("Line 63.");
        stream.Complete();

        await Expect(page.ResponseText.GetByText("Line 63.", new() { Exact = true })).ToBeInViewportAsync();
        await Expect(page.Button("Latest")).ToBeHiddenAsync();

        Task<double> GetScrollPositionAsync() => page.Page.EvaluateAsync<double>("document.scrollingElement.scrollTop");
    }

    [BrowserFact]
    public async Task Page_has_no_animations_if_the_user_prefers_reduced_motion()
    {
        await using var page = await chat.OpenAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Is it warm?");
        stream.Send(Chunks.ToolCall("get_weather", "{"));
        await Expect(page.Response.Locator(".call .busy")).ToBeVisibleAsync();

        Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.getAnimations().length"));
        stream.Cut();
    }

    /// <summary>Checks that all texts have the contrast of WCAG 2.2, level AA: 4.5 to 1.</summary>
    private async Task CheckContrastAsync(ColorScheme colors)
    {
        await using var page = await chat.OpenAsync(new() { ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce });
        await AssertContrastAsync();
        await page.Button("Reasoning").ClickAsync();
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(
            Chunks.Reasoning("Thinking."), Chunks.ToolCall("get_weather", "{\"city\":\"Paris\"}"),
            Chunks.ToolCall("get_time", "{\"city\":\"Atlantis\"}", "call00002", 1), Chunks.End("tool_calls")));
        chat.Emulator.Enqueue(ScriptedResponse.RawEventStream(
            $"data: {Chunks.Text("# Title\nA [link](https://example.com) with `code`\n> quote\n\n```\ncode\n```")}\n\n"
            + $"data: {Chunks.Reference(1)}\n\n"));
        await page.SendAndWaitAsync("Go.");
        await Expect(page.Error).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        await page.DispatchFileAsync("drop", Path.Combine(Repository.Root, "global.json"), "application/json");
        await Expect(page.Notice).ToBeVisibleAsync();

        await AssertContrastAsync();

        async Task AssertContrastAsync()
        {
            var result = await page.Page.EvaluateAsync<JsonElement>(ContrastScript);
            Assert.InRange(result.GetProperty("count").GetInt32(), 5, 1000);
            Assert.Empty(result.GetProperty("violations").EnumerateArray().Select(violation => violation.GetString()));
        }
    }

    private const string FocusScript =
        """
        () => {
          const element = document.activeElement;
          // The composer shows the outline of the text field.
          const outlined = element.id === 'text' ? element.form : element;
          return {
            name: element.ariaLabel || element.id || element.textContent.trim().split('{')[0],
            outline: getComputedStyle(outlined).outlineStyle,
          };
        }
        """;

    internal const string ContrastScript =
        """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const paint = colors => {
            canvas.clearRect(0, 0, 1, 1);
            for (const color of colors) {
              canvas.fillStyle = color;
              canvas.fillRect(0, 0, 1, 1);
            }
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const luminance = rgb => {
            const [r, g, b] = rgb.map(value => value / 255)
              .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const violations = [];
          let count = 0;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode;
            const element = text.parentElement;
            if (!text.data.trim() || !element.checkVisibility() || element.closest('.visually-hidden, option, script'))
              continue;
            const backgrounds = [];
            for (let ancestor = element; ancestor; ancestor = ancestor.parentElement)
              backgrounds.unshift(getComputedStyle(ancestor).backgroundColor);
            const color = getComputedStyle(element).color;
            const [light, dark] = [paint(backgrounds), paint([...backgrounds, color])].map(luminance).sort((a, b) => b - a);
            const contrast = (light + 0.05) / (dark + 0.05);
            count++;
            if (contrast < 4.5)
              violations.push(`${text.data.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
          }
          return { count, violations };
        }
        """;
}
