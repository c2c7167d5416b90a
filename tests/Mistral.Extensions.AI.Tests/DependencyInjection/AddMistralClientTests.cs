using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>Registration of the client as a service: its options, their validation, and its HTTP pipeline.</summary>
public sealed class AddMistralClientTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task Client_is_a_singleton()
    {
        UseStubServer(_services.AddMistralClient(options => options.ApiKey = "test-key"));
        using var provider = _services.BuildServiceProvider(validateScopes: true);
        using var scope = provider.CreateScope();

        var client = provider.GetRequiredService<MistralClient>();

        Assert.Same(client, scope.ServiceProvider.GetRequiredService<MistralClient>());
        Assert.Equal("OK", await client.CompleteTextAsync());
        Assert.Equal("Bearer test-key", Assert.Single(_server.RequestMessages).Headers.Authorization!.ToString());
    }

    [Fact]
    public void Every_option_is_bound_from_configuration()
    {
        _services.AddMistralClient(CreateConfiguration(
            ("ApiKey", "test-key"), ("Endpoint", "http://models.example/v1"), ("AllowInsecureHttp", "true"), ("MaxRetries", "7"),
            ("Timeout", "00:10:00"), ("StreamIdleTimeout", "00:00:30"), ("ChatRules:RequiredToolChoice", "required"),
            ("ChatRules:Normalize", "false"), ("ChatRules:BridgeToolToUser", "true")));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MistralClientOptions>>().Value;

        Assert.Equal(("test-key", new Uri("http://models.example/v1")), (options.ApiKey, options.Endpoint));
        Assert.Equal((true, 7), (options.AllowInsecureHttp, options.MaxRetries));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)), (options.Timeout, options.StreamIdleTimeout));
        Assert.Equal(
            ("required", false, true),
            (options.ChatRules.RequiredToolChoice, options.ChatRules.Normalize, options.ChatRules.BridgeToolToUser));
    }

    [Fact]
    public async Task Code_overrides_configuration_and_base_address_is_used_when_no_endpoint_is_set()
    {
        var builder = _services.AddMistralClient(
            CreateConfiguration(("ApiKey", "from-file"), ("MaxRetries", "0")), options => options.ApiKey = "from-code");
        UseStubServer(builder).ConfigureHttpClient(http => http.BaseAddress = new("https://gateway.example"));
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        var message = Assert.Single(_server.RequestMessages);
        Assert.Equal(("gateway.example", "from-code"), (message.RequestUri!.Host, message.Headers.Authorization!.Parameter));
    }

    [Fact]
    public async Task Repeated_registration_adds_options_and_keeps_the_pipeline()
    {
        UseStubServer(_services.AddMistralClient(options => options.MaxRetries = 5));
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        _services.AddMistralClient(CreateConfiguration(("MaxRetries", "0"), ("ApiKey", "test-key")));
        _services.AddMistralChatClient(StubServer.Model);
        using var provider = _services.BuildServiceProvider();

        await Assert.Single(provider.GetServices<MistralClient>()).CompleteTextAsync();

        Assert.Equal("test-key", Assert.Single(_server.RequestMessages).Headers.Authorization!.Parameter);
        Assert.Equal(0, provider.GetRequiredService<IOptions<MistralClientOptions>>().Value.MaxRetries);
    }

    [Theory]
    [InlineData("ApiKey", "", "ApiKey is empty.")]
    [InlineData("Endpoint", "v1", "Endpoint must be an absolute address")]
    [InlineData("MaxRetries", "99", "MaxRetries must be between 0 and 10, but was 99.")]
    [InlineData("Timeout", "00:00:00", "Timeout must be greater than zero")]
    public void Invalid_options_fail_at_startup(string key, string value, string reason)
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        _services.AddMistralClient(CreateConfiguration((key, value)));
        using var provider = _services.BuildServiceProvider();

        var atStart = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        var atUse = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<MistralClient>);

        Assert.Contains(atStart.Failures, failure => failure.StartsWith(reason, StringComparison.Ordinal));
        Assert.Equal(atStart.Message, atUse.Message);
    }

    [Fact]
    public void Error_says_that_the_options_are_bound_to_the_root_of_the_configuration()
    {
        _services.AddMistralClient(CreateConfiguration(("MaxRetries", "99")));
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.EndsWith(
            "The options are bound to the root of the configuration, not to a section such as \"Mistral\".",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorization_and_base_address_of_the_HttpClient_pass_startup_validation()
    {
        UseStubServer(_services.AddMistralClient()).ConfigureHttpClient(http =>
        {
            http.BaseAddress = new("https://eu.mistral.ai");
            http.DefaultRequestHeaders.Authorization = new("Bearer", "pipeline-key");
        });
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        var message = Assert.Single(_server.RequestMessages);
        Assert.Equal(("eu.mistral.ai", "pipeline-key"), (message.RequestUri!.Host, message.Headers.Authorization!.Parameter));
    }

    [Fact]
    public void Invalid_base_address_of_the_HttpClient_fails_at_startup()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key")
            .ConfigureHttpClient(http => http.BaseAddress = new("http://gateway.example"));
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith("HttpClient.BaseAddress http://gateway.example/ uses http", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HttpClient_can_be_configured_with_the_options()
    {
        UseStubServer(_services.AddMistralClient(options => options.ApiKey = "test-key")).ConfigureHttpClient((provider, http) =>
            http.DefaultRequestHeaders.Add("x-key-length", $"{GetOptions(provider).ApiKey!.Length}"));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        Assert.Equal(["8"], Assert.Single(_server.RequestMessages).Headers.GetValues("x-key-length"));

        static MistralClientOptions GetOptions(IServiceProvider provider) =>
            provider.GetRequiredService<IOptions<MistralClientOptions>>().Value;
    }

    [Fact]
    public void Valid_options_pass_startup_validation()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        using var provider = _services.BuildServiceProvider();

        Assert.Null(Record.Exception(provider.GetRequiredService<IStartupValidator>().Validate));
    }

    [Fact]
    public async Task API_key_is_not_logged()
    {
        using var log = new LogCapture();
        _services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        UseStubServer(_services.AddMistralClient(options => options.ApiKey = "sk-its-a-secret"))
            .ConfigureHttpClient(http => http.DefaultRequestHeaders.Add("x-gateway-key", "gw-its-a-secret"));
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        Assert.Contains("Authorization", log.AllText, StringComparison.Ordinal);
        Assert.Contains("x-gateway-key", log.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("its-a-secret", log.AllText, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requires", "net8.0")]
    public void Connection_settings_equal_those_of_a_client_without_dependency_injection()
    {
        _services.AddMistralClient(options => (options.ApiKey, options.MaxRetries) = ("test-key", 0));
        using var provider = _services.BuildServiceProvider();
        var settings = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("Mistral.Extensions.AI");

        HttpMessageHandler? handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("Mistral.Extensions.AI");
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;

        Assert.False(Assert.IsType<SocketsHttpHandler>(handler).AllowAutoRedirect);
        Assert.Equal(
            Timeout.InfiniteTimeSpan, provider.GetRequiredService<IHttpClientFactory>().CreateClient("Mistral.Extensions.AI").Timeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, settings.HandlerLifetime);
    }

    [Fact]
    public void Null_arguments_are_rejected()
    {
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddMistralClient());
        Assert.Throws<ArgumentNullException>("configuration", () => _services.AddMistralClient((IConfiguration)null!));
    }

    private static IConfiguration CreateConfiguration(params IEnumerable<(string Key, string Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build();

    private IHttpClientBuilder UseStubServer(IHttpClientBuilder builder) => builder.ConfigurePrimaryHttpMessageHandler(() => _server);
}
