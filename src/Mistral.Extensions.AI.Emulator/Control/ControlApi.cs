using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Scripts;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Control;

/// <summary>The control API for tests in any language (scripts, fixtures, reset), the health check and the status page.</summary>
/// <param name="queue">The scripted responses.</param>
/// <param name="fixtureFile">The file with fixtures; null if there is none.</param>
/// <param name="journal">The recorded requests.</param>
/// <param name="resetAsync">Removes everything that was added since the start.</param>
internal sealed class ControlApi(
    ScriptedResponseQueue queue, FixtureFile? fixtureFile, JournalEndpoint journal, Func<Task> resetAsync)
{
    private static readonly ValueSchema NoQuery = new ObjectSchema("NoQuery");

    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var method in new[] { HttpMethods.Get, HttpMethods.Head })
        {
            routes.MapApi(method, ControlPaths.StatusPage, _ => EmbeddedFiles.StatusPage);
            routes.MapApi(method, ControlPaths.Health, _ => ApiResponse.Json(new JsonObject { ["status"] = "ok" }));
        }
        var api = routes.MapGroup(ControlPaths.Api);
        api.MapApi("GET", "/fixtures.schema.json", _ => EmbeddedFiles.FixturesSchema);
        api.MapApi("PUT", "/fixtures", SetFixtures);
        api.MapApi("POST", "/scripts", AddScript);
        api.MapApi("GET", "/scripts", ListScripts);
        api.MapApi("DELETE", "/scripts", request => Delete(request, queue.Clear));
        api.MapApi("POST", "/reset", (request, _) => ResetAsync(request));
        journal.Map(api);
    }

    /// <summary>Removes the scripts and the requests of a test, or everything: other objects belong to no test.</summary>
    private async Task<ApiResponse> ResetAsync(ApiRequest request)
    {
        if (TestIdQuery.Read(request) is not { } testId)
            await resetAsync().ConfigureAwait(false);
        else
        {
            queue.Clear(testId);
            journal.Clear(testId);
        }
        return ApiResponse.NoContent();
    }

    private ApiResponse SetFixtures(ApiRequest request)
    {
        request.ReadQuery(NoQuery);
        RequireJson(request);
        var document = request.ReadJson(ScriptSchemas.Fixtures);
        var errors = new FieldErrors();
        var responses = FixtureDocument.Read(document, errors);
        if (errors.HasErrors)
            throw ApiError.ValidationError(errors);
        queue.SetFixtures(responses);
        return ApiResponse.Json(new JsonObject { ["responses"] = responses.Count });
    }

    private ApiResponse AddScript(ApiRequest request)
    {
        var testId = TestIdQuery.Read(request);
        RequireJson(request);
        var script = request.ReadJson(ScriptSchemas.Script);
        var errors = new FieldErrors();
        var responses = new ScriptReader(errors).ReadScript(script, Location.Body);
        if (errors.HasErrors)
            throw ApiError.ValidationError(errors);
        queue.Enqueue([.. responses.Select(response => response with { TestId = testId })]);
        return ApiResponse.Json(new JsonObject { ["responses"] = responses.Count }, StatusCodes.Status201Created);
    }

    /// <summary>Lists the responses that requests can still get, the fixtures, and the errors of their file.</summary>
    private ApiResponse ListScripts(ApiRequest request)
    {
        var testId = TestIdQuery.Read(request);
        fixtureFile?.Refresh();
        return ApiResponse.Json(new JsonObject
        {
            ["scripts"] = CreateList(queue.Entries.Where(entry => testId is null || entry.Response.TestId == testId)),
            ["fixtures"] = CreateList(queue.Fixtures),
            ["fixtures_path"] = fixtureFile?.Path,
            ["fixtures_error"] = fixtureFile?.Error,
        });
    }

    private static JsonArray CreateList(IEnumerable<ScriptEntry> entries) => new([.. entries.Select(entry => new JsonObject
    {
        ["description"] = ScriptDescription.Describe(entry.Response),
        ["test_id"] = entry.Response.TestId,
        ["times"] = entry.Response.Times,
        ["uses"] = entry.Uses,
        ["unused"] = entry.IsUnused,
    })]);

    private static ApiResponse Delete(ApiRequest request, Action<string?> delete)
    {
        delete(TestIdQuery.Read(request));
        return ApiResponse.NoContent();
    }

    private static void RequireJson(ApiRequest request)
    {
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true)
            return;
        var message = $"The content type must be application/json, but was {request.ContentType ?? "missing"}.";
        throw new ApiError(
            ApiResponse.Json(new JsonObject { ["detail"] = message }, StatusCodes.Status415UnsupportedMediaType), message);
    }
}
