using Microsoft.Playwright;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>The sample, connected to an emulator, and a browser. All tests share them, so they run one after the other.</summary>
public sealed class WebChatFixture : IAsyncLifetime
{
    // The machine can be busy with other tests.
    private const int MaxMilliseconds = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WebChatProcess? _process;
    private ApiGateway? _gateway;
    private MistralEmulator? _emulator;

    internal MistralEmulator Emulator => _emulator!;

    internal ApiGateway Gateway => _gateway!;

    internal Uri Address => _process!.Address;

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync();
        _gateway = await ApiGateway.StartAsync(_emulator);
        _process = await WebChatProcess.StartAsync($"Endpoint={_gateway.Endpoint};Key=test-key;Model=mistral-small-latest");
        if (!Chromium.IsInstalled)
            return;

        Assertions.SetDefaultExpectTimeout(MaxMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Timeout = 2 * MaxMilliseconds });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _process?.Dispose();
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_emulator is not null)
            await _emulator.DisposeAsync();
    }

    /// <summary>Opens the page in a browser without stored data.</summary>
    internal async Task<ChatPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var page = await OpenWithoutModelsAsync(options);
        await Assertions.Expect(page.Model).ToBeEnabledAsync();
        Emulator.ClearRequests();
        return page;
    }

    /// <summary>Creates a browser without stored data, for any page.</summary>
    internal async Task<IBrowserContext> CreateContextAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(MaxMilliseconds);
        return context;
    }

    /// <summary>Opens the page without waiting for the list of models.</summary>
    internal async Task<ChatPage> OpenWithoutModelsAsync(BrowserNewContextOptions? options = null)
    {
        var context = await CreateContextAsync(options);
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = new ChatPage(await context.NewPageAsync());
        await page.Page.GotoAsync(Address.ToString());
        return page;
    }
}

/// <summary>The collection of all tests that use the browser.</summary>
[CollectionDefinition(nameof(SharedWebChat))]
public sealed class SharedWebChat : ICollectionFixture<WebChatFixture>;
