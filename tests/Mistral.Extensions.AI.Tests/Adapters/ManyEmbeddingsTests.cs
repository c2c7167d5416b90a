using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>More texts than a request takes.</summary>
public sealed class ManyEmbeddingsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_thousand_texts_go_out_in_requests_the_server_takes_and_come_back_in_order()
    {
        using var server = new EmbeddingServer { MostTexts = 128 };

        var embeddings = await Generate(server, Numbers(1000));

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => (float)number), embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal((1000L, 1000L), (embeddings.Usage!.InputTokenCount, embeddings.Usage.TotalTokenCount));
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public async Task Long_texts_go_out_few_at_a_time()
    {
        // Some 2,500 tokens each, if a token is four letters: six of them and no more are sure to fit into 16,384.
        using var server = new EmbeddingServer { MostLetters = 16_384 * 4 };

        var embeddings = await Generate(server, Numbers(40).Select(number => number + new string('.', 10_000)));

        Assert.Equal(40, embeddings.Select(embedding => embedding.Vector.Span[0]).Distinct().Count());
        Assert.InRange(server.Requests.Count, 7, 14);
    }

    [Fact]
    public async Task Four_requests_are_under_way_at_once_and_no_more()
    {
        var (four, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        var arrived = 0;
        using var server = new EmbeddingServer
        {
            Meanwhile = (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref arrived) == 4)
                    four.SetResult();
                return open.Task.WaitAsync(Patience, cancellationToken);
            },
        };

        // All that may go out at once has gone out when the call returns its task: nothing on the way to this server waits.
        var call = Generate(server, Numbers(1000));
        await four.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        open.SetResult();
        await call;

        Assert.Equal(4, server.MostAtOnce);
    }

    [Fact]
    public async Task What_is_too_large_after_all_is_halved_until_it_fits()
    {
        using var server = new EmbeddingServer { MostTexts = 20 };

        var embeddings = await Generate(server, Numbers(300));

        Assert.Equal(Enumerable.Range(0, 300).Select(number => (float)number), embeddings.Select(embedding => embedding.Vector.Span[0]));
        Assert.Equal(300, embeddings.Usage!.TotalTokenCount);
        Assert.All(server.Requests.Where(texts => texts.Count <= 20), texts => Assert.InRange(texts.Count, 10, 20));
    }

    [Fact]
    public async Task Older_words_for_too_large_halve_a_request_too()
    {
        const string One = """{"data":[{"index":0,"embedding":[1]}],"model":"mistral-embed","usage":{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1}}""";
        var server = StubServer.Answering("""{"object":"error","message":"Too many tokens in batch. Max is 16384 got 17555","type":"invalid_request_error","code":null}""", HttpStatusCode.BadRequest)
            .Then(One)
            .Then(One);

        await server.Client().AsIEmbeddingGenerator("mistral-embed").GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["""["a","b"]""", """["a"]""", """["b"]"""], server.Bodies.Select(body => body!["input"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_text_no_request_can_hold_fails_the_call_and_is_named()
    {
        using var server = new EmbeddingServer { MostLetters = 1000 };
        var texts = Numbers(300).ToList();
        texts[217] += new string('.', 2000);

        var error = await Assert.ThrowsAsync<MistralException>(() => Generate(server, texts));

        Assert.StartsWith("Input 217 is longer than the embedding model accepts", error.Message, StringComparison.Ordinal);
        Assert.Equal("3210", error.Code);
    }

    [Fact]
    public async Task One_failure_fails_the_call_and_ends_the_others()
    {
        var ended = 0;
        var running = new TaskCompletionSource();
        using var server = new EmbeddingServer
        {
            Meanwhile = async (texts, cancellationToken) =>
            {
                if (texts[0] is "128")
                {
                    await running.Task.WaitAsync(Patience, CancellationToken.None);
                    throw new HttpRequestException("No route to host.");
                }

                if (texts[0] is "384")
                    running.SetResult();
                try
                {
                    await Task.Delay(Patience, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref ended);
                    throw;
                }
            },
        };

        var error = await Assert.ThrowsAsync<MistralException>(() => Generate(server, Numbers(1000)));

        Assert.StartsWith("Inputs 128 to 255: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("No route to host", error.Message, StringComparison.Ordinal);
        Assert.Equal((3, 4), (ended, server.Requests.Count));
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_a_cancellation()
    {
        using var giveUp = new CancellationTokenSource();
        using var server = new EmbeddingServer
        {
            Meanwhile = (_, cancellationToken) =>
            {
                giveUp.Cancel();
                return Task.Delay(Patience, cancellationToken);
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Generator().GenerateAsync(Numbers(1000), null, giveUp.Token));

        Assert.InRange(server.Requests.Count, 1, 4);
    }

    [Fact]
    public async Task Texts_are_read_once()
    {
        using var server = new EmbeddingServer();
        var reads = 0;

        IEnumerable<string> Texts()
        {
            reads++;
            yield return "1";
            yield return "2";
        }

        await Generate(server, Texts());

        Assert.Equal(1, reads);
    }

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(0, count).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static Task<GeneratedEmbeddings<Embedding<float>>> Generate(EmbeddingServer server, IEnumerable<string> texts) =>
        server.Generator().GenerateAsync(texts, null, TestContext.Current.CancellationToken);
}
