using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>The model picker.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class ModelTests(WebChatFixture chat)
{
    [BrowserFact]
    public async Task Picker_has_each_chat_model_once()
    {
        await using var page = await chat.OpenAsync();

        var models = await page.Model.Locator("option").AllTextContentsAsync();

        Assert.Contains("mistral-medium-latest", models);
        Assert.Equal(models.Distinct(), models);
        Assert.DoesNotContain("mistral-medium-3-5", models);
        Assert.DoesNotContain("mistral-embed", models);
        Assert.DoesNotContain("mistral-ocr-latest", models);
        Assert.DoesNotContain("magistral-medium-latest", models);
        await Expect(page.Model).ToHaveValueAsync("mistral-small-latest");
    }

    [BrowserFact]
    public async Task Selected_model_responds_and_is_selected_after_a_reload()
    {
        await using var page = await chat.OpenAsync();

        await page.Model.SelectOptionAsync("ministral-8b-latest");
        await page.SendAndWaitAsync("Say hello.");
        await page.Page.ReloadAsync();

        await Expect(page.Model).ToHaveValueAsync("ministral-8b-latest");
        Assert.Equal("ministral-8b-latest", chat.Emulator.Requests[0].Model);
    }

    [BrowserFact]
    public async Task Reasoning_button_is_hidden_for_a_model_without_reasoning()
    {
        await using var page = await chat.OpenAsync();
        await page.Button("Reasoning").ClickAsync();

        await page.Model.SelectOptionAsync("mistral-large-latest");
        await Expect(page.Button("Reasoning")).ToBeHiddenAsync();
        await page.SendAndWaitAsync("Say hello.");

        Assert.Null(chat.Emulator.Requests[^1].Json!["reasoning_effort"]);
    }
}
