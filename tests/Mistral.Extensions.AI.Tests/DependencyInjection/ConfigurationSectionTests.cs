using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>Errors of configuration sections and connection strings: all of them in one exception, each with the path of its key.</summary>
public sealed class ConfigurationSectionTests
{
    private readonly ServiceCollection _services = [];

    public static TheoryData<string, string, string> InvalidValues => new()
    {
        { "ApiKey", "", "Mistral:ApiKey is empty. Set it to an API key. Or leave it null." },
        { "MaxRetries", "99", "Mistral:MaxRetries must be between 0 and 10, but was 99." },
        { "MaxRetries", "many", "Mistral:MaxRetries must be an integer, but was \"many\"." },
        { "AllowInsecureHttp", "yes", "Mistral:AllowInsecureHttp must be true or false, but was \"yes\"." },
        { "MaxResponseSize", "0", "Mistral:MaxResponseSize must be at least 1 byte, but was 0." },
        { "Endpoint", "v1", "Mistral:Endpoint must be an absolute address, such as https://api.mistral.ai/v1." },
        { "Endpoint", "http://[", "Mistral:Endpoint must be an absolute address, such as https://api.mistral.ai/v1." },
        {
            "Timeout", "30",
            "Mistral:Timeout is the number 30 without a unit, which would be days. Set it to a time, such as \"00:00:30\" for 30 seconds."
        },
        {
            "StreamIdleTimeout", "-1",
            "Mistral:StreamIdleTimeout is the number -1 without a unit, which would be days. "
                + "Set it to a time, such as \"00:00:30\" for 30 seconds."
        },
        { "Timeout", "30s", "Mistral:Timeout must be a time, such as \"00:00:30\" for 30 seconds, but was \"30s\"." },
        {
            "Timeout", "50.00:00:00",
            "Mistral:Timeout must be greater than zero and at most 49 days, or Timeout.InfiniteTimeSpan, but was 50.00:00:00."
        },
        {
            "ChatRules:RequiredToolChoice", "auto",
            "Mistral:ChatRules:RequiredToolChoice must be \"any\" or \"required\", but was \"auto\"."
        },
        { "ChatRules:MaxImages", "-1", "Mistral:ChatRules:MaxImages must be 0 or greater, or null for no limit, but was -1." },
        { "ChatRules:MaxImageSize", "-1", "Mistral:ChatRules:MaxImageSize must be 0 or greater, or null for no limit, but was -1." },
        { "ChatRules:Normalize", "no", "Mistral:ChatRules:Normalize must be true or false, but was \"no\"." },
        { "ChatRules", "strict", "Mistral:ChatRules must be a section with keys such as Normalize." },
        { "Timeout:Seconds", "30", "Mistral:Timeout must be a single value." },
        { "TimeOuts", "00:00:30", "Mistral:TimeOuts is not an option. Did you mean Timeout?" },
        { "Retries", "3", "Mistral:Retries is not an option. Did you mean MaxRetries?" },
        { "Key", "test-key", "Mistral:Key is not an option. Did you mean ApiKey?" },
        { "EndpointUrl", "https://gateway.example", "Mistral:EndpointUrl is not an option. Did you mean Endpoint?" },
        { "ChatRule:MaxImages", "1", "Mistral:ChatRule is not an option. Did you mean ChatRules?" },
        { "ChatRules:MaxImage", "1", "Mistral:ChatRules:MaxImage is not an option. Did you mean MaxImages?" },
    };

    [Theory]
    [MemberData(nameof(InvalidValues))]
    public void Error_names_the_configuration_path(string key, string value, string error)
    {
        AddClient(("Mistral:ApiKey", "test-key"), ($"Mistral:{key}", value));

        Assert.Equal(error, Validate().Message);
    }

    [Fact]
    public void All_errors_of_a_section_are_reported_at_once()
    {
        AddClient(
            ("Mistral:Timeout", "30"), ("Mistral:MaxRetries", "99"), ("Mistral:ChatRules:MaxImages", "-1"), ("Mistral:Endpoints", "x"));

        var exception = Validate();

        Assert.Equal(
            [
                "Mistral:Endpoints is not an option. Did you mean Endpoint?",
                "Mistral:Timeout is the number 30 without a unit, which would be days. "
                    + "Set it to a time, such as \"00:00:30\" for 30 seconds.",
                "Mistral:MaxRetries must be between 0 and 10, but was 99.",
                "Mistral:ChatRules:MaxImages must be 0 or greater, or null for no limit, but was -1.",
            ],
            exception.Failures.SkipLast(1));
        Assert.StartsWith(
            "No API key was found. Set Mistral:ApiKey or the environment variable", exception.Failures.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Valid_values_of_a_section_with_errors_are_used()
    {
        AddClient(("Mistral:ApiKey", "test-key"), ("Mistral:Timeout", "30"), ("Mistral:MaxRetries", "11"));

        Assert.Equal(
            ["Mistral:Timeout", "Mistral:MaxRetries"], Validate().Failures.Select(failure => failure.Split(' ')[0]));
    }

    [Fact]
    public void Error_of_a_value_that_code_has_set_names_the_section_at_the_end()
    {
        _services.AddMistralClient(CreateConfiguration(("Mistral:ApiKey", "test-key")).GetSection("Mistral"), o => o.MaxRetries = 99);

        Assert.Equal(
            "MaxRetries must be between 0 and 10, but was 99. The options are bound to the configuration section \"Mistral\".",
            Validate().Message);
    }

    [Fact]
    public void Keys_of_the_hosting_package_and_sections_of_other_clients_are_accepted()
    {
        using var log = new LogCapture();
        AddClient(
            log, ("Mistral:ApiKey", "test-key"), ("mistral:APIKEY", "test-key"), ("Mistral:Model", "mistral-small-latest"),
            ("Mistral:DisableHealthChecks", "true"), ("Mistral:DisableTracing", "true"), ("Mistral:DisableMetrics", "true"),
            ("Mistral:Eu:ApiKey", "eu-key"));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Empty(log.LibraryEntries);
    }

    [Fact]
    public void Unknown_keys_are_logged()
    {
        using var log = new LogCapture();
        AddClient(log, ("Mistral:ApiKey", "test-key"), ("Mistral:Region", "eu"), ("Mistral:Password", "its-a-secret"));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<MistralClient>();

        Assert.Equal(
            "Warning 20 UnknownConfigurationKeys: The configuration keys Mistral:Password, Mistral:Region are not options of "
                + "MistralClientOptions and are ignored.",
            Assert.Single(log.LibraryEntries));
        Assert.DoesNotContain("its-a-secret", log.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_keys_of_the_root_of_the_configuration_are_not_reported()
    {
        using var log = new LogCapture();
        _services.AddLogging(logging => logging.AddProvider(log));
        _services.AddMistralClient(CreateConfiguration(("ApiKey", "test-key"), ("Key", "x"), ("Logging:LogLevel:Default", "Warning")));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<MistralClient>();

        Assert.Empty(log.LibraryEntries);
    }

    [Theory]
    [InlineData("Endpoint=https://gateway.example;Key=its-a-secret;Model=mistral-small-latest", "https://gateway.example", "its-a-secret")]
    [InlineData("endpoint=https://gateway.example; KEY='its;a=secret'", "https://gateway.example", "its;a=secret")]
    [InlineData("Key=its-a-secret", "https://api.mistral.ai/v1", "its-a-secret")]
    [InlineData("https://gateway.example/v1", "https://gateway.example/v1", null)]
    public void Connection_string_sets_endpoint_and_API_key(string connectionString, string endpoint, string? apiKey)
    {
        AddConnectionString(connectionString, options => options.ApiKey ??= "from-code");
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MistralClientOptions>>().Value;

        Assert.Equal((new Uri(endpoint), apiKey ?? "from-code"), (options.Endpoint, options.ApiKey));
    }

    [Theory]
    [InlineData("its-a-secret", "ConnectionStrings:mistral is not a connection string. Use the format \"Endpoint=")]
    [InlineData("Kye=its-a-secret", "ConnectionStrings:mistral has the unknown key kye. Its keys are Endpoint, Key, Model.")]
    [InlineData("ApiKey=its-a-secret", "ConnectionStrings:mistral has the unknown key apikey. Did you mean Key?")]
    [InlineData("Key=its-a-secret;Region=eu", "ConnectionStrings:mistral has the unknown key region. Its keys are Endpoint, Key, Model.")]
    [InlineData("Key=its-a-secret;Endpoint=v1", "Endpoint in ConnectionStrings:mistral must be an absolute address")]
    [InlineData("Key=its-a-secret;Endpoint=http://[", "ConnectionStrings:mistral has an invalid Endpoint. Set it to an address")]
    [InlineData("Key=its-a-secret;Endpoint=ftp://gateway.example", "Endpoint in ConnectionStrings:mistral must be an http or https")]
    [InlineData("Key='its-a secret'", "Key in ConnectionStrings:mistral contains a character that is not allowed")]
    public void Error_of_a_connection_string_names_its_key_and_shows_no_value(string connectionString, string error)
    {
        AddConnectionString(connectionString);

        var exception = Validate();

        Assert.StartsWith(error, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("its-a", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_key_names_the_sections_and_connection_strings_that_may_have_it()
    {
        var configuration = CreateConfiguration();
        _services.AddMistralClient(configuration.GetSection("Mistral"));
        _services.AddMistralClient(configuration.GetSection("ConnectionStrings:mistral"));

        Assert.StartsWith(
            "No API key was found. Set Mistral:ApiKey or Key in ConnectionStrings:mistral or the environment variable MISTRAL_API_KEY",
            Validate().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_section_and_connection_string_override_the_section()
    {
        var configuration = CreateConfiguration(
            ("Mistral:ApiKey", "first"), ("Mistral:MaxRetries", "7"), ("Mistral:Eu:ApiKey", "second"),
            ("ConnectionStrings:eu", "Endpoint=https://eu.example;Key=third"));
        _services.AddMistralClient(configuration.GetSection("Mistral"));
        _services.AddMistralClient(configuration.GetSection("Mistral:Eu"));
        _services.AddMistralClient(configuration.GetSection("ConnectionStrings:eu"));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MistralClientOptions>>().Value;

        Assert.Equal(("third", 7, "eu.example"), (options.ApiKey, options.MaxRetries, options.Endpoint.Host));
    }

    [Fact]
    public void Second_connection_string_with_another_key_is_rejected()
    {
        var configuration = CreateConfiguration(("ConnectionStrings:a", "Key=key-a"), ("ConnectionStrings:b", "Key=key-b"));
        _services.AddMistralClient(configuration.GetSection("ConnectionStrings:a"));
        _services.AddMistralClient(configuration.GetSection("ConnectionStrings:b"));

        Assert.StartsWith(
            "AddMistralClient was called twice with different values of ApiKey.", Validate().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_that_can_be_bound_is_a_known_key()
    {
        Assert.Equal(GetBindableProperties(typeof(MistralClientOptions)), OptionKeys.Client.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(GetBindableProperties(typeof(ChatRules)), OptionKeys.Rules.Keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> GetBindableProperties(Type type) => type.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true } && IsValue(property.PropertyType))
        .Select(property => property.Name).Order(StringComparer.Ordinal);

    private static bool IsValue(Type type) => type == typeof(string) || type == typeof(Uri) || type.IsValueType;

    private static IConfigurationRoot CreateConfiguration(params IEnumerable<(string Key, string Value)> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.DistinctBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
                .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();

    private void AddClient(params (string Key, string Value)[] settings) =>
        _services.AddMistralClient(CreateConfiguration(settings.Reverse()).GetSection("Mistral"));

    private void AddClient(LogCapture log, params (string Key, string Value)[] settings)
    {
        _services.AddLogging(logging => logging.AddProvider(log));
        AddClient(settings);
    }

    private void AddConnectionString(string connectionString, Action<MistralClientOptions>? configure = null) => _services.AddMistralClient(
        CreateConfiguration(("ConnectionStrings:mistral", connectionString)).GetSection("ConnectionStrings:mistral"), configure);

    private OptionsValidationException Validate()
    {
        using var provider = _services.BuildServiceProvider();
        var atStart = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        var atUse = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<MistralClient>);
        Assert.Equal(atStart.Message, atUse.Message);
        return atStart;
    }
}
