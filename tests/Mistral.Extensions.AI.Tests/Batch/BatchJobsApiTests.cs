using System.Text.Json;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Batch jobs: the requests that are sent, and the responses that are read.</summary>
public sealed class BatchJobsApiTests
{
    private const string Job = """
        {"id":"b1","object":"batch","input_files":["f1"],"metadata":{"run":"7","count":3},"endpoint":"/v1/embeddings",
         "model":"mistral-embed","agent_id":null,"output_file":"f2","error_file":"f3",
         "errors":[{"message":"Invalid input","count":2}],"outputs":null,
         "status":"SUCCESS","created_at":1769088720,"total_requests":5,"completed_requests":5,"succeeded_requests":3,"failed_requests":2,
         "started_at":1769088721,"completed_at":1769088730}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_with_inline_requests_is_created()
    {
        var server = StubServer.WithResponse(Job);

        var job = await server.CreateClient().Batch.Jobs.CreateAsync(
            new()
            {
                Endpoint = BatchEndpoints.Embeddings.Path,
                Model = "mistral-embed",
                Requests =
                [
                    BatchEndpoints.Embeddings.CreateRequest("a", new() { Input = ["é <b>"] }),
                    new() { Body = JsonElement.Parse("""{"input":"b"}""") },
                ],
                Metadata = new Dictionary<string, string> { ["run"] = "7" },
                TimeoutHours = 168,
            },
            CancellationToken);

        JsonAssert.Equal(
            """
            {"endpoint":"/v1/embeddings","model":"mistral-embed","metadata":{"run":"7"},"timeout_hours":168,
             "requests":[{"custom_id":"a","body":{"input":["é <b>"]}},{"body":{"input":"b"}}]}
            """,
            server.SingleRequestBody());
        Assert.Equal(("b1", "SUCCESS", "f2", "f3"), (job.Id, job.Status, job.OutputFile, job.ErrorFile));
    }

    [Fact]
    public async Task Job_with_input_files_is_created()
    {
        const string FileId = "0d5b7f4c-3a53-4b8a-9f6e-6f2f7f0c1a11";
        var server = StubServer.WithResponse(Job);

        await server.CreateClient().Batch.Jobs.CreateAsync(
            new() { Endpoint = "/v1/ocr", AgentId = "ag:1", InputFiles = [FileId] }, CancellationToken);

        JsonAssert.Equal($$"""{"endpoint":"/v1/ocr","agent_id":"ag:1","input_files":["{{FileId}}"]}""", server.SingleRequestBody());
    }

    [Fact]
    public void Job_is_read_without_loss_and_every_field_has_a_property()
    {
        var job = RoundTrip.AssertLossless(Job, BatchJson.Default.BatchJob);

        Assert.Null(job.AdditionalProperties);
        Assert.Equal(("Invalid input", 2), (job.Errors![0].Message, job.Errors[0].Count));
        Assert.Equal((5, 3, 2), (job.CompletedRequests, job.SucceededRequests, job.FailedRequests));
    }

    [Theory]
    [InlineData("QUEUED", false)]
    [InlineData("RUNNING", false)]
    [InlineData("CANCELLATION_REQUESTED", false)]
    [InlineData("SUCCESS", true)]
    [InlineData("FAILED", true)]
    [InlineData("TIMEOUT_EXCEEDED", true)]
    [InlineData("CANCELLED", true)]
    [InlineData("PAUSED_FOR_BILLING", true)]
    public void Job_with_an_unknown_status_is_completed(string status, bool isCompleted) =>
        Assert.Equal(isCompleted, new BatchJob { Status = status }.IsCompleted);

    [Fact]
    public async Task List_sends_all_filters()
    {
        var server = StubServer.WithResponse("""{"data":[],"total":0}""");

        await server.CreateClient().Batch.Jobs.ListPageAsync(
            new()
            {
                Page = 2,
                PageSize = 50,
                Model = "mistral-embed",
                AgentId = "ag:1",
                Metadata = new Dictionary<string, string> { ["run"] = "a&b", ["shard"] = "3" },
                CreatedAfter = new DateTimeOffset(2026, 5, 1, 14, 0, 0, TimeSpan.FromHours(2)),
                CreatedByMe = true,
                Status = ["QUEUED", "RUNNING"],
                OrderBy = "created",
            },
            CancellationToken);

        Assert.Equal(
            "/v1/batch/jobs?page=2&page_size=50&model=mistral-embed&agent_id=ag%3A1&run=a%26b&shard=3"
                + "&created_after=2026-05-01T12%3A00%3A00.000000Z&created_by_me=true&status=QUEUED&status=RUNNING&order_by=created",
            Assert.Single(server.RequestMessages).RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task List_requests_a_page_when_the_enumeration_reaches_it()
    {
        var server = StubServer.WithResponse("""{"data":[{"id":"1"},{"id":"2"}],"total":3}""").Then("""{"data":[{"id":"3"}],"total":3}""");
        var requestCounts = new List<int>();

        await foreach (var _ in server.CreateClient().Batch.Jobs.ListAsync(new() { PageSize = 2 }, CancellationToken))
            requestCounts.Add(server.RequestMessages.Count);

        Assert.Equal([1, 1, 2], requestCounts);
        Assert.Equal(
            ["?page_size=2", "?page=1&page_size=2"], server.RequestMessages.Select(request => request.RequestUri!.Query));
    }

    [Fact]
    public async Task List_of_a_server_that_ignores_the_page_ends()
    {
        var server = StubServer.WithResponse("""{"data":[{"id":"1"},{"id":"2"}],"total":9}""");

        var ids = new List<string?>();
        await foreach (var job in server.CreateClient().Batch.Jobs.ListAsync(cancellationToken: CancellationToken))
            ids.Add(job.Id);

        Assert.Equal(["1", "2"], ids);
    }

    [Fact]
    public async Task List_without_data_is_empty()
    {
        var server = StubServer.WithResponse("""{"object":"list","total":0}""");

        Assert.Empty((await server.CreateClient().Batch.Jobs.ListPageAsync(null, CancellationToken)).Data);
    }

    [Theory]
    [InlineData(null, "/v1/batch/jobs/a%2Fb")]
    [InlineData(true, "/v1/batch/jobs/a%2Fb?inline=true")]
    [InlineData(false, "/v1/batch/jobs/a%2Fb?inline=false")]
    public async Task Get_sends_inline_only_if_it_is_set(bool? inline, string path)
    {
        var server = StubServer.WithResponse(Job);

        await server.CreateClient().Batch.Jobs.GetAsync("a/b", inline, CancellationToken);

        Assert.Equal(path, Assert.Single(server.RequestMessages).RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task Cancel_and_delete_send_no_body()
    {
        var server = StubServer.WithResponse("""{"id":"b1","status":"CANCELLATION_REQUESTED"}""")
            .Then("""{"id":"b1","object":"batch","deleted":true}""");
        var jobs = server.CreateClient().Batch.Jobs;

        var job = await jobs.CancelAsync("b1", CancellationToken);
        var deleted = await jobs.DeleteAsync("b1", CancellationToken);

        Assert.Equal(
            ["POST /v1/batch/jobs/b1/cancel", "DELETE /v1/batch/jobs/b1"],
            server.RequestMessages.Select(request => $"{request.Method} {request.RequestUri!.AbsolutePath}"));
        Assert.All(server.RequestBodies, Assert.Null);
        Assert.Equal(("CANCELLATION_REQUESTED", true), (job.Status, deleted.Deleted));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("..")]
    public async Task Job_id_that_is_blank_or_a_dot_segment_is_rejected(string id)
    {
        var jobs = NoNetwork.CreateClient().Batch.Jobs;

        await Assert.ThrowsAsync<ArgumentException>(async () => await jobs.GetAsync(id, null, CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await jobs.CancelAsync(id, CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await jobs.DeleteAsync(id, CancellationToken));
    }
}
