using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>Images and PDF files in messages.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class AttachmentTests(WebChatFixture chat)
{
    private static readonly string Photo = Path.Combine(Repository.Assets, "photo.png");
    private static readonly string Invoice = Path.Combine(Repository.Assets, "invoice.pdf");

    [BrowserFact]
    public async Task Dropped_image_is_sent()
    {
        await using var page = await chat.OpenAsync();

        await page.DispatchFileAsync("drop", Photo, "image/png");
        await Expect(page.Attachments.GetByRole(AriaRole.Img, new() { Name = "photo.png" })).ToBeVisibleAsync();
        await page.SendAndWaitAsync("What is this?");

        await Expect(page.UserMessages.GetByRole(AriaRole.Img, new() { Name = "photo.png" })).ToBeVisibleAsync();
        await Expect(page.Attachments.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        await Expect(page.ResponseText).ToHaveTextAsync(new Regex("^You said: \"What is this\\?\" with 1 image \\(image/png"));
        Assert.Equal($"data:image/png;base64,{ReadBase64(Photo)}", (string?)GetContent("image_url")["image_url"]);
    }

    [BrowserFact]
    public async Task Dropped_PDF_is_sent_with_its_name()
    {
        await using var page = await chat.OpenAsync();

        await page.DispatchFileAsync("drop", Invoice, "application/pdf");
        await Expect(page.Attachments).ToContainTextAsync("invoice.pdf");
        await page.SendAndWaitAsync("What is the total?");

        await Expect(page.UserMessages).ToContainTextAsync("invoice.pdf");
        var document = GetContent("document_url");
        Assert.Equal($"data:application/pdf;base64,{ReadBase64(Invoice)}", (string?)document["document_url"]);
        Assert.Equal("invoice.pdf", (string?)document["document_name"]);
    }

    [BrowserFact]
    public async Task Pasted_image_is_sent_without_text()
    {
        await using var page = await chat.OpenAsync();

        await page.DispatchFileAsync("paste", Photo, "image/png");
        await Expect(page.Attachments.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        await page.Send.ClickAsync();

        await Expect(page.ResponseText).ToHaveTextAsync(new Regex("^You sent 1 image"));
    }

    [BrowserFact]
    public async Task Message_with_a_file_is_sent_once_if_Enter_is_pressed_twice()
    {
        await using var page = await chat.OpenAsync();
        await page.DispatchFileAsync("drop", Photo, "image/png");
        await page.Text.FillAsync("What is this?");

        await page.Page.EvaluateAsync(
            """
            () => {
              for (const _ of [1, 2])
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
            }
            """);

        await Expect(page.ResponseText).ToContainTextAsync("with 1 image");
        await Expect(page.UserMessages).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Picked_files_can_be_removed_with_the_keyboard()
    {
        await using var page = await chat.OpenAsync();
        var picker = await page.Page.RunAndWaitForFileChooserAsync(() => page.Button("Attach images or PDF files").ClickAsync());
        await picker.SetFilesAsync([Photo, Invoice]);
        await Expect(page.Attachments.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);

        await page.Button("Remove photo.png").PressAsync("Enter");

        await Expect(page.Attachments.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["invoice.pdf"]);
        await Expect(page.Text).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task File_that_is_too_large_is_rejected()
    {
        await using var page = await chat.OpenAsync();

        await page.Page.EvaluateAsync(
            """
            () => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([new Uint8Array(10 * 1024 * 1024 + 100_000)], 'large.png', { type: 'image/png' }));
              document.dispatchEvent(new DragEvent('drop', { dataTransfer }));
            }
            """);

        await Expect(page.Notice).ToHaveTextAsync("large.png has 10.1 MB. A file can have at most 10 MB.");
        await Expect(page.Attachments.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Error_for_an_unsupported_file_names_the_supported_types()
    {
        await using var page = await chat.OpenAsync();

        await page.DispatchFileAsync("drop", Path.Combine(Repository.Root, "global.json"), "application/json");

        await Expect(page.Notice).ToHaveTextAsync(
            "global.json cannot be attached. Attach images (PNG, JPEG, WEBP, GIF) or PDF files.");
    }

    [BrowserFact]
    public async Task Image_for_a_model_without_vision_is_not_sent()
    {
        await using var page = await chat.OpenAsync();
        await page.Model.SelectOptionAsync("codestral-latest");
        await page.DispatchFileAsync("drop", Photo, "image/png");
        await Expect(page.Attachments.GetByRole(AriaRole.Img)).ToBeVisibleAsync();

        await page.SendAsync("What is this?");
        await Expect(page.Notice).ToHaveTextAsync("codestral-latest cannot read images. Choose another model.");
        Assert.Empty(chat.Emulator.Requests);
        await page.Model.SelectOptionAsync("mistral-medium-latest");
        await page.Send.ClickAsync();

        await Expect(page.ResponseText).ToContainTextAsync("with 1 image");
    }

    private JsonNode GetContent(string type)
    {
        var messages = (JsonArray)chat.Emulator.Requests[^1].Json!["messages"]!;
        return ((JsonArray)messages[^1]!["content"]!).Single(content => (string?)content!["type"] == type)!;
    }

    private static string ReadBase64(string path) => Convert.ToBase64String(File.ReadAllBytes(path));
}
