using System.Text.Json;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Invalid batch jobs and requests are rejected before anything is sent.</summary>
public sealed class BatchValidationTests
{
    private static readonly BatchRequest Request = new() { Body = JsonElement.Parse("{}") };

    private static readonly CreateBatchJobRequest ValidJob = new() { Endpoint = "/v1/embeddings", Requests = [Request] };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<string, CreateBatchJobRequest> InvalidJobs => new()
    {
        { "No endpoint was specified.", ValidJob with { Endpoint = " " } },
        { "The job has no requests.", ValidJob with { Requests = null } },
        { "InputFiles and Requests are both set. Set only one of them.", ValidJob with { InputFiles = ["f"] } },
        { "InputFiles is empty.", ValidJob with { InputFiles = [], Requests = null } },
        { "InputFiles has a null or empty ID.", ValidJob with { InputFiles = ["f", ""], Requests = null } },
        { "Requests is empty.", ValidJob with { Requests = [] } },
        { "Requests has 10,001 requests, but at most 10,000 are allowed.", ValidJob with { Requests = CreateRequests(10_001) } },
        { "Request 1 is null.", ValidJob with { Requests = [Request, null!] } },
        { "The body of request 1 (\"a\") is not a JSON object.", ValidJob with { Requests = [Request, new() { CustomId = "a" }] } },
        {
            "Requests 0 and 2 have the same CustomId \"a\".",
            ValidJob with { Requests = [Request with { CustomId = "a" }, Request, Request with { CustomId = "a" }] }
        },
        { "TimeoutHours must be between 1 and 168, but was 0.", ValidJob with { TimeoutHours = 0 } },
        { "TimeoutHours must be between 1 and 168, but was 169.", ValidJob with { TimeoutHours = 169 } },
        { "Keys in Metadata must have 1 to 32 characters, but \"\" has 0.", ValidJob with { Metadata = CreateMetadata("", "v") } },
        { "but \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" has 33.", ValidJob with { Metadata = CreateMetadata(new('x', 33), "v") } },
        { "Values in Metadata must have 1 to 512 characters, but \"n\" has 0.", ValidJob with { Metadata = CreateMetadata("n", "") } },
        { "but \"n\" has 513.", ValidJob with { Metadata = CreateMetadata("n", new('v', 513)) } },
    };

    public static TheoryData<string, ListBatchJobsRequest> InvalidLists => new()
    {
        { "Page must be 0 or greater, but was -1.", new() { Page = -1 } },
        { "PageSize must be 1 or greater, but was 0.", new() { PageSize = 0 } },
        { "\"status\" cannot be a key in Metadata", new() { Metadata = CreateMetadata("status", "v") } },
        { "Values in Metadata must have 1 to 512 characters", new() { Metadata = CreateMetadata("n", "") } },
    };

    [Theory]
    [MemberData(nameof(InvalidJobs))]
    public async Task Invalid_job_is_rejected(string message, CreateBatchJobRequest job)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            async () => await NoNetwork.CreateClient().Batch.Jobs.CreateAsync(job, CancellationToken));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_at_the_limits_is_sent()
    {
        var server = StubServer.WithResponse("""{"id":"b"}""");
        var job = ValidJob with
        {
            Requests = CreateRequests(10_000),
            TimeoutHours = 1,
            Metadata = CreateMetadata(new('x', 32), new('v', 512)),
        };

        await server.CreateClient().Batch.Jobs.CreateAsync(job, CancellationToken);

        Assert.Equal(10_000, server.SingleRequestBody()["requests"]!.AsArray().Count);
    }

    [Theory]
    [MemberData(nameof(InvalidLists))]
    public void Invalid_filter_is_rejected(string message, ListBatchJobsRequest request)
    {
        var jobs = NoNetwork.CreateClient().Batch.Jobs;

        var error = Assert.Throws<ArgumentException>(() => { _ = jobs.ListAsync(request, CancellationToken); });

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => { _ = jobs.ListPageAsync(request, CancellationToken); });
    }

    [Fact]
    public void Invalid_request_to_an_endpoint_is_rejected_with_its_id()
    {
        var error = Assert.Throws<ArgumentException>(() => BatchEndpoints.Embeddings.CreateRequest("doc-7", new() { Input = [] }));

        Assert.StartsWith(
            "The request \"doc-7\" is invalid. Input is empty. Specify at least one text.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_a_request_is_validated_unless_it_is_null()
    {
        var error = Assert.Throws<ArgumentException>(
            () => BatchEndpoints.Embeddings.CreateRequest("doc-7", new() { Model = " ", Input = [] }));

        Assert.StartsWith("The request \"doc-7\" is invalid. No model was specified.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Empty_custom_id_is_rejected(string? id) =>
        Assert.Throws<ArgumentException>(() => BatchEndpoints.Embeddings.CreateRequest(id!, new() { Input = ["a"] }));

    private static BatchRequest[] CreateRequests(int count) => [.. Enumerable.Repeat(Request, count)];

    private static Dictionary<string, string> CreateMetadata(string name, string value) => new() { [name] = value };
}
