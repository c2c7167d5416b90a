using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>The Markdown of responses as HTML.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class MarkdownTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Blocks_and_formats_are_shown()
    {
        var html = await RenderAsync(
            """
            # Title
            Some **bold *and italic* text**, `a < b`, ~~old~~ snake_case_name and \*stars\*.
            Two lines.
            - one
              - nested
            - two
            3. three
            4. four

            > quote

            | a | b |
            |---|---|
            | 1 | **2** |

            ```csharp
            var x = "*";

            var y = 1;
            ```
            [docs](https://example.com/a_(b)) and https://example.com/c.
            """);

        Assert.Equal(
            "<h3>Title</h3>"
            + "<p>Some <strong>bold <em>and italic</em> text</strong>, <code>a &lt; b</code>, <del>old</del> snake_case_name and *stars*.\n"
            + "Two lines.</p>"
            + "<ul><li>one<ul><li>nested</li></ul></li><li>two</li></ul>"
            + "<ol start=\"3\"><li>three</li><li>four</li></ol>"
            + "<blockquote><p>quote</p></blockquote>"
            + "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th>a</th><th>b</th></tr></thead>"
            + "<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table></div>"
            + "<figure class=\"code\"><figcaption><span>csharp</span></figcaption>"
            + "<pre tabindex=\"0\"><code>var x = \"*\";\n\nvar y = 1;</code></pre></figure>"
            + "<p><a href=\"https://example.com/a_(b)\" target=\"_blank\" rel=\"noopener noreferrer\">docs</a> and "
            + "<a href=\"https://example.com/c\" target=\"_blank\" rel=\"noopener noreferrer\">https://example.com/c</a>.</p>",
            html);
    }

    [BrowserFact]
    public async Task HTML_and_script_links_are_shown_as_text()
    {
        var html = await RenderAsync(
            """<img src=x onerror="document.title='run'"> <b>b</b> [click](javascript:alert(1)) ![i](data:text/html,x)""");

        Assert.Equal(
            "<p>&lt;img src=x onerror=\"document.title='run'\"&gt; &lt;b&gt;b&lt;/b&gt; [click](javascript:alert(1)) "
            + "![i](data:text/html,x)</p>",
            html);
    }

    [BrowserFact]
    public async Task Streamed_text_keeps_the_elements_of_its_complete_blocks()
    {
        await using var page = await chat.OpenAsync();
        var stream = chat.Gateway.AddStream();
        await page.SendAsync("Go.");
        stream.SendText("First.\n\nSec");
        var first = page.ResponseText.Locator("p").First;
        await Expect(first).ToHaveTextAsync("First.");
        await first.EvaluateAsync("element => element.dataset.kept = 'yes'");

        stream.SendText("ond.");
        await Expect(page.ResponseText.Locator("p")).ToHaveTextAsync(["First.", "Second."]);
        stream.Complete();

        await Expect(first).ToHaveAttributeAsync("data-kept", "yes");
    }

    [BrowserFact]
    public async Task Copy_button_copies_the_code()
    {
        await using var page = await chat.OpenAsync();
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.Text("```\nx = 1\n```"), Chunks.End()));
        await page.SendAndWaitAsync("Go.");

        await page.ResponseText.GetByText("Copy").ClickAsync();

        await Expect(page.ResponseText.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal("x = 1", await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    private async Task<string> RenderAsync(string markdown)
    {
        await using var page = await chat.OpenAsync();
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.Text(markdown), Chunks.End()));
        await page.SendAndWaitAsync("Go.");
        return await page.ResponseText.EvaluateAsync<string>(
            "element => { element.querySelectorAll('.copy').forEach(button => button.remove()); return element.innerHTML; }");
    }
}
