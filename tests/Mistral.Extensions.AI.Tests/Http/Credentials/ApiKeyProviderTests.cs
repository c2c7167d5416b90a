using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http.Credentials;

/// <summary>The callback of <see cref="MistralClientOptions.ApiKeyProvider"/>.</summary>
public sealed class ApiKeyProviderTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Key_of_the_callback_is_sent_for_every_operation(string operation)
    {
        var server = StubServer.WithResponse("""{"message":"No"}""", HttpStatusCode.BadRequest);
        var client = CreateClient(server, async _ =>
        {
            await Task.Yield();
            return "key-1";
        });

        await Assert.ThrowsAsync<MistralException>(() => client.CallAsync(operation));

        Assert.NotEmpty(server.RequestMessages);
        Assert.All(server.RequestMessages, message => Assert.Equal("Bearer key-1", message.Headers.Authorization?.ToString()));
    }

    [Theory]
    [InlineData(null, "is empty")]
    [InlineData("", "is empty")]
    [InlineData("key-1\r\nX-Other: 1", "contains a character that is not allowed")]
    public async Task Invalid_key_of_the_callback_is_rejected_before_sending(string? key, string error)
    {
        var client = CreateClient(_server, _ => new(key!));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.CompleteTextAsync());

        Assert.Contains($"ApiKeyProvider returned {error}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key-1", exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Exception_of_the_callback_is_thrown_unchanged()
    {
        Exception[] exceptions = [new InvalidDataException("x"), new HttpRequestException("x"), new OperationCanceledException("x")];
        foreach (var expected in exceptions)
        {
            Assert.Same(expected, await Record.ExceptionAsync(() => CreateClient(_server, _ => throw expected).CompleteTextAsync()));
            Assert.Same(
                expected,
                await Record.ExceptionAsync(() => CreateClient(_server, _ => new(Task.FromException<string>(expected))).StreamTextAsync()));
        }

        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Exception_of_the_callback_before_a_retry_is_thrown_unchanged()
    {
        var server = RetryScenarios.CreateBusyServer();
        var expected = new HttpRequestException("The token endpoint is not available.");
        var calls = 0;
        using var client = RotationTests.CreateRegisteredClient(
            server, options => options.ApiKeyProvider = _ => calls++ == 0 ? new("key-1") : throw expected);

        Assert.Same(expected, await Record.ExceptionAsync(() => client.Client.CompleteTextAsync()));
        Assert.Equal(2, calls);
        Assert.Single(server.RequestMessages);
    }

    [Fact]
    public async Task Timeout_of_the_call_includes_a_callback_that_ignores_its_token()
    {
        var time = new ManualTimeProvider();
        var client = CreateClient(_server, _ => new(new TaskCompletionSource<string>().Task), options =>
            (options.TimeProvider, options.Timeout) = (time, TimeSpan.FromSeconds(30)));

        var call = client.CompleteTextAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        var exception = await Assert.ThrowsAsync<MistralException>(() => call);

        Assert.Contains(
            "MistralClientOptions.ApiKeyProvider or ConfigureRequest did not complete within 30 seconds. "
                + "Increase MistralClientOptions.Timeout",
            exception.Message,
            StringComparison.Ordinal);
        Assert.IsType<TimeoutException>(exception.InnerException);
    }

    [Fact]
    public async Task Cancellation_during_the_callback_has_the_token_of_the_caller()
    {
        using var source = new CancellationTokenSource();
        var client = CreateClient(_server, async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "key-1";
        });

        var call = client.CompleteTextAsync(source.Token);
        await source.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.Empty(_server.RequestMessages);
    }

    [Theory]
    [InlineData("key-1", null, "ApiKey and ApiKeyProvider are both set")]
    [InlineData("key-1", "token", "ApiKey and ApiKeyProvider are both set")]
    [InlineData(null, "token", "ApiKeyProvider and ServiceAccountTokenPath are both set")]
    public void Two_sources_of_the_key_are_rejected(string? key, string? path, string error)
    {
        var exception = Assert.Throws<ArgumentException>(() => CreateClient(
            _server, _ => new("key-2"), options => (options.ApiKey, options.ServiceAccountTokenPath) = (key, path)));

        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_the_callback_is_removed_from_errors_and_logs()
    {
        const string Key = "secret0123456789key";
        using var log = new LogCapture();
        var server = StubServer.WithResponse($$"""{"message":"Key {{Key}} is invalid"}""", HttpStatusCode.BadRequest);
        var client = CreateClient(server, _ => new(Key), options => options.LoggerFactory = log);

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

        Assert.Contains("Key *** is invalid", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString() + exception.ResponseBody + log.AllText, StringComparison.Ordinal);
    }

    private static MistralClient CreateClient(
        StubServer server, Func<CancellationToken, ValueTask<string>> provider, Action<MistralClientOptions>? configure = null)
    {
        var options = new MistralClientOptions { ApiKeyProvider = provider };
        configure?.Invoke(options);
        return new(new HttpClient(server), options);
    }
}
