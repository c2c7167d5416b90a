using System.Globalization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Embeddings;

/// <summary>Embeddings that are returned batch by batch.</summary>
public sealed class EmbeddingStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embeddings_are_returned_with_their_texts_in_order()
    {
        using var server = new StubEmbeddingServer();
        var results = new List<(string Value, Embedding<float> Embedding)>();

        await foreach (var result in server.CreateGenerator().GenerateStreamingAsync(CreateTexts(1000), cancellationToken: Token))
            results.Add(result);

        Assert.Equal(CreateTexts(1000), results.Select(result => result.Value));
        Assert.All(results, result => Assert.Equal(result.Value, $"{result.Embedding.Vector.Span[0]}"));
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public async Task First_embeddings_are_returned_before_all_texts_are_read()
    {
        using var server = new StubEmbeddingServer();
        var read = 0;

        await foreach (var (value, _) in server.CreateGenerator().GenerateStreamingAsync(
            CreateTexts(int.MaxValue).Select(text => (read++, text).text), cancellationToken: Token))
        {
            Assert.Equal("0", value);
            break;
        }

        Assert.InRange(read, 1, 600);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Embeddings_before_a_failed_batch_are_returned_and_the_error_names_the_batch()
    {
        using var server = new StubEmbeddingServer
        {
            BeforeResponse = (texts, _) => texts[0] is "256" ? throw new HttpRequestException("No route to host.") : Task.CompletedTask,
        };
        var values = new List<string>();

        var error = await Assert.ThrowsAsync<MistralException>(async () =>
        {
            await foreach (var (value, _) in server.CreateGenerator().GenerateStreamingAsync(CreateTexts(1000), cancellationToken: Token))
                values.Add(value);
        });

        Assert.Equal(CreateTexts(256), values);
        Assert.StartsWith("The batch that starts with value 256 failed. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_throws_OperationCanceledException_with_the_token_of_the_caller()
    {
        using var server = new StubEmbeddingServer();
        using var cancellation = new CancellationTokenSource();
        var count = 0;

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in server.CreateGenerator().GenerateStreamingAsync(
                CreateTexts(10_000), cancellationToken: cancellation.Token))
            {
                if (++count == 128)
                    await cancellation.CancelAsync();
            }
        });

        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.InRange(server.Requests.Count, 4, 8);
    }

    [Fact]
    public async Task Null_or_empty_text_throws_with_its_index()
    {
        using var server = new StubEmbeddingServer();

        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
        {
            await foreach (var _ in server.CreateGenerator().GenerateStreamingAsync(["1", ""], cancellationToken: Token))
                continue;
        });

        Assert.StartsWith("Value 1 is null or empty.", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Null_arguments_throw_before_enumeration()
    {
        using var server = new StubEmbeddingServer();

        var generator = server.CreateGenerator();

        Assert.Throws<ArgumentNullException>(
            () => ((IEmbeddingGenerator<string, Embedding<float>>)null!).GenerateStreamingAsync([], cancellationToken: Token));
        Assert.Throws<ArgumentNullException>(() => generator.GenerateStreamingAsync(null!, cancellationToken: Token));
    }

    private static IEnumerable<string> CreateTexts(int count) =>
        Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture));
}
