using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The batch endpoints below <c>/v1/batch/jobs</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="files">The files of the emulator.</param>
/// <param name="jobs">The jobs.</param>
internal sealed class BatchEndpoint(ModelCatalog models, FileStore files, BatchJobs jobs)
{
    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/batch/jobs", Create);
        routes.MapApi("GET", "/batch/jobs", List);
        routes.MapApi("GET", "/batch/jobs/{job_id}", Get);
        routes.MapApi("DELETE", "/batch/jobs/{job_id}", DeleteAsync);
        routes.MapApi("POST", "/batch/jobs/{job_id}/cancel", request => ApiResponse.Json(FindJob(request).Cancel()));
    }

    private ApiResponse Create(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(BatchSchemas.Create);
        if (request.FindString("model") is { } model)
            models.GetRequired(model, _ => true);
        var inputFiles = BatchJobRules.GetInputFiles(request, files);
        BatchInput[] inputs = inputFiles.Count > 0
            ? [.. inputFiles.Select(BatchInput.FromFile)]
            : [BatchInput.FromRequests(request.FindItems("requests"), files.Folder)];
        return ApiResponse.Json(jobs.Start(request, inputs));
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(BatchSchemas.List, "status");
        var filter = new BatchJobFilter(query);
        var matches = jobs.GetAll().Where(filter.Matches).ToList();
        if (query.FindString("order_by") != "created")
            matches.Reverse();
        return ApiResponse.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. matches.GetPage(query).Select(job => job.ToJson())]),
            ["object"] = "list",
            ["total"] = matches.Count,
        });
    }

    private ApiResponse Get(ApiRequest request)
    {
        var job = FindJob(request);
        return request.ReadQuery(BatchSchemas.Get).IsTrue("inline") ? BatchOutputs.CreateResponse(job) : ApiResponse.Json(job.ToJson());
    }

    private async Task<ApiResponse> DeleteAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var job = FindJob(request);
        if (!await jobs.DeleteAsync(job).WaitAsync(cancellationToken).ConfigureAwait(false))
            throw NotFound(job.Id);
        return ApiResponse.Json(new JsonObject { ["id"] = job.Id.ToString(), ["object"] = "batch", ["deleted"] = true });
    }

    private BatchJob FindJob(ApiRequest request)
    {
        var id = request.GetRouteUuid("job_id");
        return jobs.Find(id) ?? throw NotFound(id);
    }

    private static ApiError NotFound(Guid id) => ApiError.NotFound($"Batch job {id} not found");
}
