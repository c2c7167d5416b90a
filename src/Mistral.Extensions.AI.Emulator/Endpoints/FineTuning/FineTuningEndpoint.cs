using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>The endpoints of fine-tuning jobs, below <c>/v1/fine_tuning/jobs</c>.</summary>
/// <param name="jobs">The jobs of the emulator.</param>
/// <param name="models">The models of the emulator.</param>
/// <param name="files">The files of the emulator.</param>
/// <param name="idGenerator">The source of job IDs.</param>
internal sealed class FineTuningEndpoint(FineTuningJobs jobs, ModelCatalog models, FileStore files, IdGenerator idGenerator)
{
    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/fine_tuning/jobs", Create);
        routes.MapApi("GET", "/fine_tuning/jobs", List);
        routes.MapApi("GET", "/fine_tuning/jobs/{job_id}", request => Change(request, job => job));
        routes.MapApi("POST", "/fine_tuning/jobs/{job_id}/cancel",
            request => Change(request, job => FineTuningRules.Cancel(job, jobs.Now)));
        routes.MapApi("POST", "/fine_tuning/jobs/{job_id}/start",
            request => Change(request, job => FineTuningRules.Start(job, jobs.Now)));
    }

    private ApiResponse Create(ApiRequest apiRequest)
    {
        var isDryRun = apiRequest.ReadQuery(FineTuningSchemas.CreateParameters).IsTrue("dry_run");
        var request = apiRequest.ReadJson(FineTuningSchemas.Create);
        models.GetRequired(request.FindString("model")!, card => card.HasCapability("completion_chat"));
        FineTuningRules.Check(request);
        StoredFile[] trainingFiles =
            [.. request.FindItems("training_files").Select(file => FineTuningRules.CheckPurpose(files.GetRequired(file)))];
        foreach (var id in request.FindStrings("validation_files"))
            FineTuningRules.CheckPurpose(files.GetRequired(Guid.Parse(id)));
        var estimate = TrainingEstimate.Create(request.GetProperty("hyperparameters"), trainingFiles);
        if (isDryRun)
            return ApiResponse.Json(estimate.ToDryRunJson());
        var job = new FineTuningJob(idGenerator.NextUuid(), request, estimate, jobs.Now);
        jobs.Add(job);
        return ApiResponse.Json(job.ToJson());
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(FineTuningSchemas.List);
        FineTuningJob[] matches = [.. jobs.GetAll().Where(job => FineTuningRules.Matches(job, query))];
        return ApiResponse.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. matches.GetPage(query).Select(FineTuningJobJson.ToJson)]),
            ["object"] = "list",
            ["total"] = matches.Length,
        });
    }

    private ApiResponse Change(ApiRequest request, Func<FineTuningJob, FineTuningJob> change)
    {
        var id = request.GetRouteUuid("job_id");
        var job = jobs.Change(id, change) ?? throw ApiError.NotFound($"Fine-tuning job {id} not found");
        return ApiResponse.Json(job.ToDetailedJson());
    }
}
