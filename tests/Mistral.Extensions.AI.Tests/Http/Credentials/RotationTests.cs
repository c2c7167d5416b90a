using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http.Credentials;

/// <summary>Replacing the API key while requests are sent.</summary>
public sealed class RotationTests : IDisposable
{
    private const string OldKey = "old0123456789secret";
    private const string NewKey = "new0123456789secret";

    private readonly TokenFiles _files = new();

    public static MatrixTheoryData<string, bool> SourcesAndPipelines => new(["callback", "file"], [true, false]);

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(SourcesAndPipelines))]
    public async Task Rotation_during_1000_requests_causes_no_failure(string source, bool isRegistered)
    {
        var handler = new KeyCheckingHandler(StubServer.WithDefaultResponse(), acceptedKey: null);
        var currentKey = OldKey;
        _files.Write(OldKey);
        Action<MistralClientOptions> configure = source is "file"
            ? options => options.ServiceAccountTokenPath = _files.Path
            : options => options.ApiKeyProvider = async _ =>
            {
                await Task.Yield();
                return Volatile.Read(ref currentKey);
            };
        using var owner = CreateClient(handler, configure, isRegistered);
        var completed = 0;

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            await Task.Yield();
            await owner.Client.CompleteTextAsync();
            if (Interlocked.Increment(ref completed) != 100)
                return;

            // First the new key is published, and then the old one is revoked. The server accepts both in between.
            Volatile.Write(ref currentKey, NewKey);
            _files.Replace(NewKey);
            handler.RevokedKey = OldKey;
        }));

        Assert.Equal(1000, completed);
        await owner.Client.CompleteTextAsync();
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Rejected_key_that_has_changed_is_replaced_for_every_operation(string operation)
    {
        var server = StubServer.WithResponse("""{"message":"No"}""", HttpStatusCode.BadRequest);
        var handler = new KeyCheckingHandler(server, NewKey);
        var calls = 0;
        using var owner = CreateClient(handler, options => options.ApiKeyProvider = _ => new(calls++ == 0 ? OldKey : NewKey), true);

        var exception = await Assert.ThrowsAsync<MistralException>(() => owner.Client.CallAsync(operation));

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Equal(1, handler.RejectedCount);
        Assert.Equal(ApiOperations.GetRequestLine(operation), GetRequestLine(server.RequestMessages[0]));
        // The second request is not a copy with the headers that handlers have added to the first one.
        Assert.All(server.RequestMessages, message => Assert.Single(message.Headers.GetValues(KeyCheckingHandler.AddedHeader)));
        Assert.All(server.RequestMessages, message => Assert.Single(message.Headers.Accept));
    }

    [Fact]
    public async Task Rejected_key_that_has_not_changed_is_reported()
    {
        var handler = new KeyCheckingHandler(StubServer.WithDefaultResponse(), NewKey);
        using var owner = CreateClient(handler, options => options.ApiKeyProvider = _ => new(OldKey), true);

        var exception = await Assert.ThrowsAsync<MistralException>(() => owner.Client.CompleteTextAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, exception.StatusCode);
        Assert.Equal(1, handler.RejectedCount);
    }

    [Fact]
    public async Task Request_is_repeated_once_if_each_key_is_new()
    {
        var handler = new KeyCheckingHandler(StubServer.WithDefaultResponse(), NewKey);
        var calls = 0;
        using var owner = CreateClient(handler, options => options.ApiKeyProvider = _ => new($"other{calls++}0123456789"), true);

        var exception = await Assert.ThrowsAsync<MistralException>(() => owner.Client.CompleteTextAsync());

        Assert.Equal(2, handler.RejectedCount);
        Assert.Contains("Invalid API key ***", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", exception.ToString() + exception.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_has_the_current_key()
    {
        var server = RetryScenarios.CreateBusyServer().Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));
        var handler = new KeyCheckingHandler(server, acceptedKey: null);
        var calls = 0;
        using var owner = CreateRegisteredClient(handler, options =>
            (options.ApiKeyProvider, options.TimeProvider) = (_ => new($"key-{++calls}"), new FastTimeProvider()));

        Assert.Equal("OK", await owner.Client.CompleteTextAsync());

        Assert.Equal(["key-1", "key-2"], handler.SentKeys);
    }

    [Fact]
    public async Task Request_with_a_new_key_is_retried()
    {
        var server = RetryScenarios.CreateBusyServer().Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));
        var handler = new KeyCheckingHandler(server, NewKey);
        var calls = 0;
        using var owner = CreateRegisteredClient(handler, options =>
            (options.ApiKeyProvider, options.TimeProvider) = (_ => new(calls++ == 0 ? OldKey : NewKey), new FastTimeProvider()));

        Assert.Equal("OK", await owner.Client.CompleteTextAsync());

        Assert.Equal((1, 2), (handler.RejectedCount, server.RequestMessages.Count));
    }

    [Fact]
    public async Task Upload_of_a_stream_that_cannot_seek_is_not_repeated()
    {
        var handler = new KeyCheckingHandler(StubServer.WithDefaultResponse(), NewKey);
        var calls = 0;
        using var owner = CreateClient(handler, options => options.ApiKeyProvider = _ => new(calls++ == 0 ? OldKey : NewKey), true);

        var exception = await Assert.ThrowsAsync<MistralException>(() => owner.Client.Files.UploadAsync(
            new() { File = FileData.FromStream(new ForwardOnlyStream([1, 2, 3]), "application/pdf", "a.pdf"), Purpose = "ocr" },
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((HttpStatusCode.Unauthorized, 1), (exception.StatusCode, handler.RejectedCount));
    }

    /// <summary>Creates a client with the pipeline of the library.</summary>
    internal static ClientOwner CreateRegisteredClient(HttpMessageHandler server, Action<MistralClientOptions> configure) =>
        CreateClient(server, configure, isRegistered: true);

    private static ClientOwner CreateClient(HttpMessageHandler server, Action<MistralClientOptions> configure, bool isRegistered)
    {
        if (isRegistered)
        {
            var services = new ServiceCollection();
            services.AddMistralClient(configure).ConfigurePrimaryHttpMessageHandler(() => server);
            var provider = services.BuildServiceProvider();
            return new(provider.GetRequiredService<MistralClient>(), provider);
        }

        var options = new MistralClientOptions();
        configure(options);
        var http = new HttpClient(server);
        return new(new(http, options), http);
    }

    private static string GetRequestLine(HttpRequestMessage message) => $"{message.Method} {message.RequestUri!.AbsolutePath}";

    /// <summary>A client, and what is disposed of with it.</summary>
    internal sealed record ClientOwner(MistralClient Client, IDisposable Resource) : IDisposable
    {
        public void Dispose() => Resource.Dispose();
    }
}
