using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Batch files: requests are written as JSON Lines while they are enumerated.</summary>
public sealed class BatchFileTests
{
    private const string File = """{"id":"f","object":"file"}""";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_is_a_line_of_the_uploaded_file()
    {
        var server = StubServer.WithResponse(File);

        await server.CreateClient().Files.UploadAsync(
            new() { File = BatchFile.Create(CreateRequests(20_000), "run.jsonl"), Purpose = "batch" },
            cancellationToken: CancellationToken);

        var file = Assert.Single(server.Forms).File;
        Assert.Equal(("run.jsonl", "application/jsonl"), (file.FileName, file.ContentType));
        var lines = file.Text.Split('\n');
        Assert.Equal((20_001, ""), (lines.Length, lines[^1]));
        JsonAssert.Equal("""{"custom_id":"0","body":{"input":["text 0\n\"é\""]}}""", lines[0]);
        Assert.Equal(
            Enumerable.Range(0, 20_000).Select(i => $"{i}"),
            lines.SkipLast(1).Select(line => JsonNode.Parse(line)!["custom_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Requests_are_enumerated_while_they_are_written()
    {
        var (created, maxAhead) = (0, 0);
        var stream = new CountingStream();

        await BatchFile.WriteAsync(Enumerate(), stream, CancellationToken);

        Assert.Equal((1000, 1), (stream.LineCount, maxAhead));

        async IAsyncEnumerable<BatchRequest> Enumerate()
        {
            for (var i = 0; i < 1000; i++)
            {
                maxAhead = Math.Max(maxAhead, ++created - stream.LineCount);
                yield return CreateRequest(i);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Written_file_equals_the_uploaded_file()
    {
        var server = StubServer.WithResponse(File);
        using var local = new MemoryStream();

        await server.CreateClient().Files.UploadAsync(
            new() { File = BatchFile.Create(CreateRequests(3)), Purpose = "batch" }, cancellationToken: CancellationToken);
        await BatchFile.WriteAsync(CreateRequests(3), local, CancellationToken);

        Assert.Equal(Assert.Single(server.Forms).File.Text, Encoding.UTF8.GetString(local.ToArray()));
    }

    [Fact]
    public async Task File_of_the_OpenAPI_example_is_written()
    {
        using var stream = new MemoryStream();
        string[] questions = ["What is the best French cheese?", "What is the best French wine?"];
        var requests = questions.Select((question, i) => BatchEndpoints.ChatCompletions.CreateRequest(
            $"{i}", new() { MaxTokens = 100, Messages = [new UserMessage(question)] }));

        await BatchFile.WriteAsync(requests.ToAsyncEnumerable(), stream, CancellationToken);

        var expected = OpenApiExamples.Read("batch-requests.jsonl").Split('\n');
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal((3, "", ""), (lines.Length, expected[^1], lines[^1]));
        Assert.All(expected.Zip(lines).SkipLast(1), pair => JsonAssert.Equal(pair.First, pair.Second));
    }

    [Fact]
    public void Lines_of_the_OpenAPI_example_are_read_without_loss()
    {
        foreach (var line in OpenApiExamples.Read("batch-requests.jsonl").Trim().Split('\n'))
        {
            var request = OpenApiExamples.AssertLossless(line, BatchJson.Default.BatchRequest);
            Assert.Null(request.AdditionalProperties);
            OpenApiExamples.AssertLossless(request.Body.GetRawText(), ChatJson.Default.ChatCompletionRequest);
        }
    }

    [Fact]
    public async Task Line_break_in_the_JSON_of_a_body_does_not_break_the_line()
    {
        using var stream = new MemoryStream();
        var request = new BatchRequest { CustomId = "a\nb", Body = JsonElement.Parse("{\n  \"input\": \"x\"\n}") };

        await BatchFile.WriteAsync(new[] { request }.ToAsyncEnumerable(), stream, CancellationToken);

        var line = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        JsonAssert.Equal("""{"custom_id":"a\nb","body":{"input":"x"}}""", line);
    }

    [Fact]
    public async Task Empty_sequence_is_rejected()
    {
        const string Message = "The sequence of requests is empty. A batch job needs at least one request.";

        var uploadError = await ExpectUploadErrorAsync<ArgumentException>(CreateRequests(0));
        var writeError = await Assert.ThrowsAsync<ArgumentException>(
            () => BatchFile.WriteAsync(CreateRequests(0), Stream.Null, CancellationToken));

        Assert.Equal((Message, Message), (uploadError.Message, writeError.Message));
    }

    [Fact]
    public async Task Invalid_request_is_rejected_with_its_index_and_id()
    {
        var requests = CreateRequests(2).Append(new BatchRequest { CustomId = "c", Body = JsonElement.Parse("[1]") });

        var error = await ExpectUploadErrorAsync<ArgumentException>(requests);

        Assert.StartsWith("The body of request 2 (\"c\") is not a JSON object.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_of_the_enumeration_is_thrown_and_the_enumerator_is_disposed()
    {
        var isDisposed = false;

        var error = await ExpectUploadErrorAsync<InvalidOperationException>(Enumerate());

        Assert.Equal(("The database is offline.", true), (error.Message, isDisposed));

        async IAsyncEnumerable<BatchRequest> Enumerate()
        {
            try
            {
                yield return CreateRequest(1);
                await Task.Yield();
                throw new InvalidOperationException("The database is offline.");
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    [Fact]
    public async Task File_can_be_uploaded_only_once()
    {
        var files = StubServer.WithResponse(File).CreateClient().Files;
        var file = BatchFile.Create(CreateRequests(1));
        await files.UploadAsync(new() { File = file, Purpose = "batch" }, cancellationToken: CancellationToken);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => files.UploadAsync(new() { File = file, Purpose = "batch" }, cancellationToken: CancellationToken));

        Assert.StartsWith("The batch file was sent before.", error.Message, StringComparison.Ordinal);
    }

    private static Task<T> ExpectUploadErrorAsync<T>(IAsyncEnumerable<BatchRequest> requests)
        where T : Exception => Assert.ThrowsAsync<T>(() => StubServer.WithResponse(File).CreateClient().Files.UploadAsync(
            new() { File = BatchFile.Create(requests), Purpose = "batch" }, cancellationToken: CancellationToken));

    private static IAsyncEnumerable<BatchRequest> CreateRequests(int count) =>
        Enumerable.Range(0, count).Select(CreateRequest).ToAsyncEnumerable();

    private static BatchRequest CreateRequest(int i) =>
        BatchEndpoints.Embeddings.CreateRequest($"{i}", new() { Input = [$"text {i}\n\"é\""] });
}
