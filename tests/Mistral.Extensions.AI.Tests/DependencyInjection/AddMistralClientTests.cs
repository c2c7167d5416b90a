using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>The client among the services of an application: its options, their validation, and its pipeline.</summary>
public sealed class AddMistralClientTests
{
    private readonly StubServer _server = StubServer.Any();
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task A_client_is_one_for_the_whole_application()
    {
        Stub(_services.AddMistralClient(options => options.ApiKey = "test-key"));
        using var provider = _services.BuildServiceProvider(validateScopes: true);
        using var scope = provider.CreateScope();

        var client = provider.GetRequiredService<MistralClient>();

        Assert.Same(client, scope.ServiceProvider.GetRequiredService<MistralClient>());
        Assert.Equal("OK", await client.AskAsync());
        Assert.Equal("Bearer test-key", Assert.Single(_server.Messages).Headers.Authorization!.ToString());
    }

    [Fact]
    public void Every_option_can_come_from_the_configuration()
    {
        _services.AddMistralClient(Configuration(
            ("ApiKey", "test-key"), ("Endpoint", "http://models.example/v1"), ("AllowInsecureHttp", "true"), ("MaxRetries", "7"),
            ("Timeout", "00:10:00"), ("StreamIdleTimeout", "00:00:30"), ("ChatRules:RequiredToolChoice", "required"), ("ChatRules:Normalize", "false")));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MistralClientOptions>>().Value;

        Assert.Equal(("test-key", new Uri("http://models.example/v1")), (options.ApiKey, options.Endpoint));
        Assert.Equal((true, 7), (options.AllowInsecureHttp, options.MaxRetries));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)), (options.Timeout, options.StreamIdleTimeout));
        Assert.Equal(("required", false, true), (options.ChatRules.RequiredToolChoice, options.ChatRules.Normalize, options.ChatRules.BridgeToolToUser));
    }

    [Fact]
    public async Task Code_speaks_after_the_configuration_and_the_pipelines_address_where_both_are_silent()
    {
        var builder = _services.AddMistralClient(Configuration(("ApiKey", "from-file"), ("MaxRetries", "0")), options => options.ApiKey = "from-code");
        Stub(builder).ConfigureHttpClient(http => http.BaseAddress = new("https://gateway.example"));
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().AskAsync();

        var message = Assert.Single(_server.Messages);
        Assert.Equal(("gateway.example", "from-code"), (message.RequestUri!.Host, message.Headers.Authorization!.Parameter));
    }

    [Fact]
    public async Task Adding_it_again_adds_options_and_leaves_the_pipeline_as_it_is()
    {
        Stub(_services.AddMistralClient(options => options.ApiKey = "first"));
        _services.AddMistralClient(options => options.ApiKey = "second");
        _services.AddMistralClient(Configuration(("MaxRetries", "0")));
        _services.AddMistralChatClient(StubServer.Model);
        using var provider = _services.BuildServiceProvider();

        await Assert.Single(provider.GetServices<MistralClient>()).AskAsync();

        Assert.Equal("second", Assert.Single(_server.Messages).Headers.Authorization!.Parameter);
        Assert.Equal(0, provider.GetRequiredService<IOptions<MistralClientOptions>>().Value.MaxRetries);
    }

    [Theory]
    [InlineData("ApiKey", "", "ApiKey is empty.")]
    [InlineData("Endpoint", "v1", "Endpoint is not absolute.")]
    [InlineData("MaxRetries", "99", "MaxRetries is 99;")]
    [InlineData("Timeout", "00:00:00", "Timeout is 00:00:00;")]
    public void Wrong_options_stop_the_application_at_its_start(string key, string value, string reason)
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        _services.AddMistralClient(Configuration((key, value)));
        using var provider = _services.BuildServiceProvider();

        var atStart = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        var atUse = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<MistralClient>);

        Assert.StartsWith(reason, Assert.Single(atStart.Failures), StringComparison.Ordinal);
        Assert.Equal(atStart.Message, atUse.Message);
    }

    [Fact]
    public void Right_options_let_it_start()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        using var provider = _services.BuildServiceProvider();

        Assert.Null(Record.Exception(provider.GetRequiredService<IStartupValidator>().Validate));
    }

    [Fact]
    public async Task The_key_is_in_no_log()
    {
        using var log = new LogBook();
        _services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        Stub(_services.AddMistralClient(options => options.ApiKey = "sk-its-a-secret"))
            .ConfigureHttpClient(http => http.DefaultRequestHeaders.Add("x-gateway-key", "gw-its-a-secret"));
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().AskAsync();

        Assert.Contains("Authorization", log.Everything, StringComparison.Ordinal);
        Assert.Contains("x-gateway-key", log.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("its-a-secret", log.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_connections_are_those_of_a_client_without_dependency_injection()
    {
        _services.AddMistralClient(options => (options.ApiKey, options.MaxRetries) = ("test-key", 0));
        using var provider = _services.BuildServiceProvider();
        var settings = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("Mistral.Extensions.AI");

        HttpMessageHandler? handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("Mistral.Extensions.AI");
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;

        Assert.False(Assert.IsType<SocketsHttpHandler>(handler).AllowAutoRedirect);
        Assert.Equal(Timeout.InfiniteTimeSpan, provider.GetRequiredService<IHttpClientFactory>().CreateClient("Mistral.Extensions.AI").Timeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, settings.HandlerLifetime);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddMistralClient());
        Assert.Throws<ArgumentNullException>("configuration", () => _services.AddMistralClient((IConfiguration)null!));
    }

    private static IConfiguration Configuration(params IEnumerable<(string Key, string Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build();

    private IHttpClientBuilder Stub(IHttpClientBuilder builder) => builder.ConfigurePrimaryHttpMessageHandler(() => _server);
}
