using Microsoft.Playwright;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>The page of the sample in a browser. Errors of its scripts fail the test.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public ChatPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // The browser reports every error response. The tests of errors cause them.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Text => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });

    public ILocator Model => Page.GetByRole(AriaRole.Combobox, new() { Name = "Model" });

    public ILocator Send => Button("Send");

    public ILocator Stop => Button("Stop");

    public ILocator Attachments => Page.GetByRole(AriaRole.List, new() { Name = "Attached files" });

    public ILocator Notice => Page.Locator("#notice");

    public ILocator Status => Page.GetByRole(AriaRole.Status);

    public ILocator UserMessages => Page.GetByRole(AriaRole.Article, new() { Name = "You" });

    public ILocator Responses => Page.Locator("article.response");

    /// <summary>The last response.</summary>
    public ILocator Response => Responses.Last;

    /// <summary>The text of the last response, without reasoning and tool calls.</summary>
    public ILocator ResponseText => Response.Locator(".text").Last;

    public ILocator Error => Response.GetByRole(AriaRole.Alert);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Writes a message and sends it with the Enter key.</summary>
    public async Task SendAsync(string message)
    {
        await Text.FillAsync(message);
        await Text.PressAsync("Enter");
    }

    /// <summary>Sends a message and waits for the end of the response.</summary>
    public async Task SendAndWaitAsync(string message)
    {
        var count = await Responses.CountAsync();
        await SendAsync(message);
        await Assertions.Expect(Responses).ToHaveCountAsync(count + 1);
        await Assertions.Expect(Response).ToHaveAttributeAsync("aria-busy", "false");
    }

    /// <summary>Drops or pastes a file.</summary>
    /// <param name="eventType">The event: <c>drop</c> or <c>paste</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="mediaType">The media type.</param>
    public async Task DispatchFileAsync(string eventType, string path, string mediaType)
    {
        var data = Convert.ToBase64String(await File.ReadAllBytesAsync(path));
        var file = new { name = Path.GetFileName(path), type = mediaType, data };
        await Page.EvaluateAsync(
            """
            ([eventType, file]) => {
              const transfer = new DataTransfer();
              const bytes = Uint8Array.from(atob(file.data), character => character.charCodeAt(0));
              transfer.items.add(new File([bytes], file.name, { type: file.type }));
              const options = { bubbles: true, cancelable: true };
              document.getElementById('text').dispatchEvent(eventType === 'paste'
                ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
                : new DragEvent(eventType, { ...options, dataTransfer: transfer }));
            }
            """,
            new object[] { eventType, file });
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.Empty(_errors);
    }
}
