using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>The code of docs/dependency-injection.md and docs/hosting.md.</summary>
public sealed class DocumentedHostTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    [Theory]
    [InlineData("docs/dependency-injection.md", "Several clients")]
    [InlineData("docs/hosting.md", "Settings")]
    [InlineData("docs/hosting.md", "Models and keys")]
    [InlineData("docs/hosting.md", "Health check")]
    public void Documented_code_is_part_of_this_test_file(string page, string heading) =>
        DocumentedCode.AssertIsIn("tests/Mistral.Extensions.AI.Tests/Hosting/DocumentedHostTests.cs", page, heading);

    [Fact]
    public void Several_clients_have_their_own_endpoints()
    {
        var builder = _builder;
        builder.Configuration.AddInMemoryCollection(
            [new("Mistral:ApiKey", "key-1"), new("Codestral:ApiKey", "key-2"), new("Codestral:Endpoint", "https://codestral.mistral.ai")]);

        builder.Services.AddMistralClient(builder.Configuration.GetSection("Mistral"));
        builder.Services.AddKeyedMistralClient("codestral", builder.Configuration.GetSection("Codestral"));
        builder.Services.AddKeyedMistralClient("vllm", options =>
        {
            options.Endpoint = new Uri("http://localhost:8000/v1");
            options.ChatRules = ChatRules.OpenAICompatible();
        });

        builder.Services.AddMistralChatClient("mistral-small-latest");
        builder.Services.AddKeyedMistralChatClient("large", "mistral-large-latest");
        builder.Services.AddKeyedMistralChatClient("code", "codestral-latest", clientKey: "codestral");
        builder.Services.AddKeyedMistralChatClient("vllm", "mistralai/Ministral-8B-Instruct-2410");
        builder.Services.AddKeyedMistralEmbeddingGenerator("code", "codestral-embed", clientKey: "codestral");

        // In a constructor: [FromKeyedServices("code")] IChatClient chat
        using var host = builder.Build();
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal(
            ["api.mistral.ai", "codestral.mistral.ai", "localhost"],
            ((string[])["large", "code", "vllm"]).Select(key => GetEndpoint(host.Services.GetRequiredKeyedService<IChatClient>(key))));
    }

    [Fact]
    public void Settings_and_options_of_the_code_are_used()
    {
        var builder = _builder;

        builder.AddMistralClient(
            "mistral",
            configureSettings: settings => settings.DisableHealthChecks = true,
            configureOptions: options => options.MaxRetries = 5);

        builder.Services.PostConfigure<MistralClientOptions>(options => options.ApiKey = "test-key");
        using var host = builder.Build();
        Assert.Equal(5, host.Services.GetRequiredService<IOptions<MistralClientOptions>>().Value.MaxRetries);
        Assert.Null(host.Services.GetService<HealthCheckService>());
    }

    [Fact]
    public void Chat_clients_use_the_client_of_their_connection_string()
    {
        var builder = _builder;
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:mistral", "Key=key-1;Model=mistral-small-latest"),
            new("ConnectionStrings:codestral", "Endpoint=https://codestral.mistral.ai;Key=key-2"),
        ]);

        builder.AddMistralClient("mistral")
            .AddChatClient()
            .AddKeyedChatClient("large", "mistral-large-latest")
            .AddEmbeddingGenerator("mistral-embed");
        builder.AddKeyedMistralClient("codestral")
            .AddKeyedChatClient("code", "codestral-latest");

        using var host = builder.Build();
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal("codestral.mistral.ai", GetEndpoint(host.Services.GetRequiredKeyedService<IChatClient>("code")));
        Assert.NotNull(host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    [Fact]
    public void Health_check_has_the_name_that_is_passed()
    {
        var builder = _builder;
        builder.Services.AddKeyedMistralClient("eu", options => options.ApiKey = "test-key");

        builder.Services.AddHealthChecks().AddMistral("mistral-eu", clientKey: "eu", cacheDuration: TimeSpan.FromMinutes(1));

        using var host = builder.Build();
        var registrations = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Assert.Equal("mistral-eu", Assert.Single(registrations).Name);
    }

    private static string GetEndpoint(IChatClient chat) => chat.GetService<ChatClientMetadata>()!.ProviderUri!.Host;
}
