using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Output files, error files and inline outputs of batch jobs are read as typed results.</summary>
public sealed class BatchResultTests
{
    private const string Success = """{"id":"r1","custom_id":"a","response":"""
        + """{"status_code":200,"body":{"id":"e","data":[{"index":0,"embedding":[0.5,1]}]}},"error":null}""";

    [Fact]
    public async Task Results_are_read_in_the_order_of_the_file()
    {
        var results = await ReadAsync(
            Success + "\n"
            + Success.Replace("\"a\"", "\"b\"", StringComparison.Ordinal) + "\r\n\n"
            + Success.Replace("\"a\"", "\"c\"", StringComparison.Ordinal));

        Assert.Equal(["a", "b", "c"], results.Select(result => result.CustomId));
        Assert.All(results, result =>
        {
            Assert.Equal(("r1", 200), (result.Id, result.StatusCode));
            Assert.Equal([0.5f, 1f], result.GetResponse().Data[0].Embedding!.ToSingles().ToArray());
            Assert.True(result is { RequestError: null, ResponseError: null, ErrorBody: null });
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Results_do_not_depend_on_the_blocks_of_the_stream(int blockLength)
    {
        var content = string.Concat(Enumerable.Repeat(Success + "\n", 50)) + CreateLongLine() + "\n" + Success;
        using var stream = CreateStream(Encoding.UTF8.GetBytes(content), blockLength);

        var count = 0;
        await foreach (var result in BatchEndpoints.Embeddings.ReadResultsAsync(stream, TestContext.Current.CancellationToken))
        {
            Assert.NotNull(result.Response);
            count++;
        }

        Assert.Equal(52, count);
    }

    [Fact]
    public async Task Error_response_is_a_response_error()
    {
        const string Body = """{"object":"error","message":"Too many tokens","type":"invalid","code":"3051"}""";
        const string Line = """{"id":"r","custom_id":"a","response":{"status_code":422,"body":""" + Body + """},"error":null}""";

        var result = Assert.Single(await ReadAsync(Line));

        Assert.Equal(
            ("Batch request \"a\": Too many tokens. (HTTP 422, code 3051)", 422, "3051"),
            (result.ResponseError?.Message, (int)result.ResponseError!.StatusCode!, result.ResponseError.Code));
        Assert.True(result is { Response: null, RequestError: null, StatusCode: 422 });
        Assert.Equal("Too many tokens", result.ErrorBody!.Value.GetProperty("message").GetString());
        Assert.Same(result.ResponseError, Assert.Throws<MistralException>(() => result.GetResponse()));
    }

    [Theory]
    [InlineData("""{"message":"The job was canceled","code":"409"}""", "Batch request \"a\": The job was canceled. (code 409)")]
    [InlineData("\"The job was canceled\"", "Batch request \"a\": The job was canceled.")]
    public async Task Error_without_response_is_a_request_error(string error, string message)
    {
        var result = Assert.Single(await ReadAsync($$"""{"id":"r","custom_id":"a","response":null,"error":{{error}}}"""));

        Assert.Equal(message, result.RequestError?.Message);
        Assert.True(result is { Response: null, ResponseError: null, StatusCode: null });
        Assert.Same(result.RequestError, Assert.Throws<MistralException>(() => result.GetResponse()));
    }

    [Fact]
    public async Task Result_without_response_and_error_is_a_request_error()
    {
        var result = Assert.Single(await ReadAsync("""{"id":"r"}"""));

        Assert.Equal(
            "Batch request (line 1 of the results): The result does not contain the requested content.", result.RequestError?.Message);
    }

    [Theory]
    [InlineData("""{"object":"error","message":"Out of capacity","code":"3505"}""", "Batch request \"a\": Out of capacity.")]
    [InlineData("{}", "Batch request \"a\": The result does not contain the requested content.")]
    [InlineData("""{"data":5}""", "Batch request \"a\": The response is not the expected JSON (at $.data).")]
    public async Task Unexpected_body_with_status_200_is_a_response_error(string body, string message)
    {
        var results = await ReadAsync($$$"""{"custom_id":"a","response":{"status_code":200,"body":{{{body}}}}}""" + "\n" + Success);

        Assert.StartsWith(message, results[0].ResponseError?.Message, StringComparison.Ordinal);
        JsonAssert.Equal(body, results[0].ErrorBody!.Value.GetRawText());
        Assert.NotNull(results[1].Response);
    }

    [Fact]
    public async Task Unknown_members_are_kept()
    {
        var line = Success.Replace("\"error\":null", "\"error\":null,\"cost\":3", StringComparison.Ordinal)
            .Replace("\"status_code\":200", "\"status_code\":\"200\",\"request_id\":\"q\"", StringComparison.Ordinal);

        var result = Assert.Single(await ReadAsync(line));

        Assert.Equal((200, 3), (result.StatusCode, result.AdditionalProperties!["cost"].GetInt32()));
        Assert.Equal("q", result.ResponseProperties!["request_id"].GetString());
    }

    [Theory]
    [InlineData("""{"custom_id":"a","response":{"status_""")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("<html>")]
    public async Task Unreadable_line_is_an_error_with_its_number(string line)
    {
        var ids = new List<string?>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{Success}\n\n{line}\n{Success}"));

        var error = await Assert.ThrowsAsync<MistralException>(async () =>
        {
            await foreach (var result in BatchEndpoints.Embeddings.ReadResultsAsync(stream, TestContext.Current.CancellationToken))
                ids.Add(result.CustomId);
        });

        Assert.StartsWith("Line 3 of the batch results is not a JSON object.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], ids);
    }

    [Fact]
    public async Task Unpaired_surrogate_and_byte_order_mark_do_not_make_a_line_unreadable()
    {
        var result = Assert.Single(await ReadAsync("\uFEFF" + Success.Replace("\"e\"", "\"\\ud83d\"", StringComparison.Ordinal)));

        Assert.Equal("\uFFFD", result.Response?.Id);
    }

    [Fact]
    public async Task Empty_file_has_no_results() => Assert.Empty(await ReadAsync(""));

    [Fact]
    public void Inline_outputs_are_read()
    {
        var job = new BatchJob { Outputs = [JsonElement.Parse(Success)] };

        var result = Assert.Single(BatchEndpoints.Embeddings.ReadResults(job));

        Assert.Equal(("a", 2), (result.CustomId, result.GetResponse().Data[0].Embedding!.ToSingles().Length));
    }

    [Fact]
    public void Values_of_an_unreadable_response_are_not_kept_in_the_next_response()
    {
        var job = new BatchJob
        {
            Outputs =
            [
                JsonElement.Parse("""{"custom_id":"a","response":{"body":{"id":[5],"results":"none"}}}"""),
                JsonElement.Parse("""{"custom_id":"b","response":{"body":{"id":"m","results":[]}}}"""),
            ],
        };

        var results = BatchEndpoints.Moderations.ReadResults(job);

        Assert.NotNull(results[0].ResponseError);
        Assert.Null(results[1].GetResponse().AdditionalProperties);
    }

    [Fact]
    public void Job_without_outputs_is_rejected()
    {
        var error = Assert.Throws<ArgumentException>(() => BatchEndpoints.Embeddings.ReadResults(new() { OutputFile = "f" }));

        Assert.StartsWith("The job has no outputs.", error.Message, StringComparison.Ordinal);
    }

    // Longer than the buffer of the reader.
    private static string CreateLongLine()
    {
        var numbers = string.Join(',', Enumerable.Range(0, 60_000));
        return Success.Replace("0.5,1", numbers, StringComparison.Ordinal);
    }

    private static FragmentedStream CreateStream(byte[] bytes, int blockLength) =>
        FragmentedStream.Split(bytes, Enumerable.Range(1, (bytes.Length - 1) / blockLength).Select(i => i * blockLength));

    private static async Task<IReadOnlyList<BatchResult<EmbeddingResponse>>> ReadAsync(string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await BatchEndpoints.Embeddings.ReadResultsAsync(stream).ToListAsync(TestContext.Current.CancellationToken);
    }
}
