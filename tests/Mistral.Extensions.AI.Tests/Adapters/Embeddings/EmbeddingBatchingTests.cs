using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Embeddings;

/// <summary>Inputs that exceed the limits of one request.</summary>
public sealed class EmbeddingBatchingTests
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Thousand_inputs_are_sent_in_batches_and_keep_their_order()
    {
        using var server = new StubEmbeddingServer { MaxInputs = 128 };

        var embeddings = await GenerateAsync(server, CreateTexts(1000));

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => (float)number), embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal((1000L, 1000L), (embeddings.Usage!.InputTokenCount, embeddings.Usage.TotalTokenCount));
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public async Task Long_inputs_are_sent_in_small_batches()
    {
        // At four characters per token, an input has about 2,500 tokens, so at most six inputs fit into 16,384 tokens.
        using var server = new StubEmbeddingServer { MaxCharacters = 16_384 * 4 };

        var embeddings = await GenerateAsync(server, CreateTexts(40).Select(number => number + new string('.', 10_000)));

        Assert.Equal(40, embeddings.Select(embedding => embedding.Vector.Span[0]).Distinct().Count());
        Assert.InRange(server.Requests.Count, 7, 14);
    }

    [Fact]
    public async Task Text_in_other_scripts_is_estimated_as_one_token_for_each_character()
    {
        using var server = new StubEmbeddingServer { MaxCharacters = 16_384 };

        var embeddings = await GenerateAsync(server, CreateTexts(40).Select(number => number + new string('。', 1000)));

        Assert.Equal(40, embeddings.Count);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task At_most_four_requests_run_concurrently()
    {
        var (fourArrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var arrived = 0;
        using var server = new StubEmbeddingServer
        {
            BeforeResponse = (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref arrived) == 4)
                    fourArrived.SetResult();
                return release.Task.WaitAsync(TestTimeout, cancellationToken);
            },
        };

        // All requests that may run concurrently are sent before GenerateAsync returns its task: this server accepts them synchronously.
        var call = GenerateAsync(server, CreateTexts(1000));
        await fourArrived.Task.WaitAsync(TestTimeout, TestContext.Current.CancellationToken);
        release.SetResult();
        await call;

        Assert.Equal(4, server.PeakConcurrency);
    }

    [Fact]
    public async Task Rejected_batch_is_halved_until_accepted()
    {
        using var server = new StubEmbeddingServer { MaxInputs = 20 };

        var embeddings = await GenerateAsync(server, CreateTexts(300));

        Assert.Equal(Enumerable.Range(0, 300).Select(number => (float)number), embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal(300, embeddings.Usage!.TotalTokenCount);
        Assert.All(server.Requests.Where(texts => texts.Count <= 20), texts => Assert.InRange(texts.Count, 10, 20));
    }

    [Fact]
    public async Task Limit_lowered_after_one_request_applies_to_the_other_requests_of_the_generator()
    {
        using var server = new StubEmbeddingServer { MaxInputs = 20 };
        var generator = server.CreateGenerator();

        await generator.GenerateAsync(CreateTexts(1000), null, TestContext.Current.CancellationToken);
        var rejected = server.Requests.Count(texts => texts.Count > 20);
        await generator.GenerateAsync(CreateTexts(1000), null, TestContext.Current.CancellationToken);

        // Each of the four concurrent requests tries at most the sizes 128, 64 and 32. Without a shared limit, 56 requests are rejected.
        Assert.InRange(rejected, 3, 12);
        Assert.Equal(rejected, server.Requests.Count(texts => texts.Count > 20));
    }

    [Fact]
    public async Task Input_that_is_too_long_does_not_lower_the_limits_of_other_requests()
    {
        using var server = new StubEmbeddingServer { MaxCharacters = 1000 };
        var generator = server.CreateGenerator();

        var texts = CreateTexts(10).Select(number => number + new string('.', 90)).ToList();

        await Assert.ThrowsAsync<MistralException>(() => generator.GenerateAsync(
            [.. texts, "1" + new string('.', 1100)], null, TestContext.Current.CancellationToken));
        var count = server.Requests.Count;
        await generator.GenerateAsync(texts, null, TestContext.Current.CancellationToken);

        Assert.Equal(count + 1, server.Requests.Count);
    }

    [Fact]
    public async Task Older_error_message_for_oversized_batches_is_recognized()
    {
        const string OneEmbedding = """
            {"data":[{"index":0,"embedding":[1]}],"model":"mistral-embed",
             "usage":{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1}}
            """;
        var server = StubServer.WithResponse(
            """
            {"object":"error","message":"Too many tokens in batch. Max is 16384 got 17555","type":"invalid_request_error","code":null}
            """,
            HttpStatusCode.BadRequest)
            .Then(OneEmbedding)
            .Then(OneEmbedding);

        await server.CreateClient().AsIEmbeddingGenerator("mistral-embed").GenerateAsync(
            ["a", "b"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["""["a","b"]""", """["a"]""", """["b"]"""], server.RequestBodies.Select(body => body!["input"]!.ToJsonString()));
    }

    [Fact]
    public async Task Input_longer_than_the_limit_throws_and_is_named()
    {
        using var server = new StubEmbeddingServer { MaxCharacters = 1000 };
        var texts = CreateTexts(300).ToList();
        texts[217] += new string('.', 2000);

        var error = await Assert.ThrowsAsync<MistralException>(() => GenerateAsync(server, texts));

        Assert.StartsWith("Input 217 is longer than the embedding model accepts", error.Message, StringComparison.Ordinal);
        Assert.Equal("3210", error.Code);
    }

    [Fact]
    public async Task One_failed_batch_cancels_the_others()
    {
        var canceledCount = 0;
        var running = new TaskCompletionSource();
        using var server = new StubEmbeddingServer
        {
            BeforeResponse = async (texts, cancellationToken) =>
            {
                if (texts[0] is "128")
                {
                    await running.Task.WaitAsync(TestTimeout, CancellationToken.None);
                    throw new HttpRequestException("No route to host.");
                }

                if (texts[0] is "384")
                    running.SetResult();
                try
                {
                    await Task.Delay(TestTimeout, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref canceledCount);
                    throw;
                }
            },
        };

        var error = await Assert.ThrowsAsync<MistralException>(() => GenerateAsync(server, CreateTexts(1000)));

        Assert.StartsWith("Inputs 128 to 255: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("No route to host", error.Message, StringComparison.Ordinal);
        Assert.Equal((3, 4), (canceledCount, server.Requests.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Cancellation_throws_OperationCanceledException_with_the_token_of_the_caller(int count)
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new StubEmbeddingServer
        {
            BeforeResponse = (_, cancellationToken) =>
            {
                cancellation.Cancel();
                return Task.Delay(TestTimeout, cancellationToken);
            },
        };

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => server.CreateGenerator().GenerateAsync(CreateTexts(count), null, cancellation.Token));

        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.InRange(server.Requests.Count, 1, 4);
    }

    [Fact]
    public async Task Inputs_are_enumerated_once()
    {
        using var server = new StubEmbeddingServer();
        var enumerations = 0;

        IEnumerable<string> Texts()
        {
            enumerations++;
            yield return "1";
            yield return "2";
        }

        await GenerateAsync(server, Texts());

        Assert.Equal(1, enumerations);
    }

    private static IEnumerable<string> CreateTexts(int count) =>
        Enumerable.Range(0, count).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(StubEmbeddingServer server, IEnumerable<string> texts) =>
        server.CreateGenerator().GenerateAsync(texts, null, TestContext.Current.CancellationToken);
}
