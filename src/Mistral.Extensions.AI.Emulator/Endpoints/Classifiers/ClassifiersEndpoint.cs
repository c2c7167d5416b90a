using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Classifiers;

/// <summary>
/// The endpoints for moderation and classification: <c>POST /v1/moderations</c>, <c>/v1/chat/moderations</c>, <c>/v1/classifications</c>
/// and <c>/v1/chat/classifications</c>.
/// </summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="idGenerator">The source of response ids.</param>
internal sealed class ClassifiersEndpoint(ModelCatalog models, IdGenerator idGenerator)
{
    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/moderations", request =>
            Moderate(request, ClassifierRequestSchemas.Texts, ClassifierInput.ReadTexts));
        routes.MapApi("POST", "/chat/moderations", request =>
            Moderate(request, ClassifierRequestSchemas.ChatModeration, ClassifierInput.ReadConversations));
        routes.MapApi("POST", "/classifications", request =>
            Classify(request, ClassifierRequestSchemas.Texts, ClassifierInput.ReadTexts));
        routes.MapApi("POST", "/chat/classifications", request =>
            Classify(request, ClassifierRequestSchemas.ChatClassification, ClassifierInput.ReadInstructRequests));
    }

    private ApiResponse Moderate(
        ApiRequest apiRequest, ValueSchema schema, Func<JsonElement, IReadOnlyList<ClassifierInput>> readInputs)
    {
        var request = apiRequest.ReadJson(schema);
        var model = models.Use(apiRequest, request.FindString("model")!, card => card.ModerationCategories.Length > 0);
        return CreateResponse(request, model, readInputs(request), text =>
        {
            var scores = ModerationCategories.GetScores(text, model.ModerationCategories);
            return new JsonObject
            {
                ["categories"] = new JsonObject(scores.Select(score =>
                    KeyValuePair.Create<string, JsonNode?>(score.Key, score.Value > ModerationCategories.DefaultThreshold))),
                ["category_scores"] = ToJson(scores),
            };
        });
    }

    private ApiResponse Classify(
        ApiRequest apiRequest, ValueSchema schema, Func<JsonElement, IReadOnlyList<ClassifierInput>> readInputs)
    {
        var request = apiRequest.ReadJson(schema);
        var model = models.Use(apiRequest, request.FindString("model")!, card => card.ClassifierTargets is not null);
        var targets = model.ClassifierTargets!.Select(ClassifierTarget.FromJson).ToList();
        return CreateResponse(request, model, readInputs(request), text => new JsonObject(
            targets.Select(target => KeyValuePair.Create<string, JsonNode?>(
                target.Name, new JsonObject { ["scores"] = ToJson(target.GetScores(text)) }))));
    }

    private ApiResponse CreateResponse(
        JsonElement request, ModelCard model, IReadOnlyList<ClassifierInput> inputs, Func<string, JsonObject> createResult)
    {
        if (inputs.FirstOrDefault(input => input.Tokens > model.ContextLength) is { Tokens: var tooMany })
            throw ApiError.InvalidArguments(
                $"Prompt contains {tooMany} tokens, too large for model with {model.ContextLength} maximum context length");
        var tokens = inputs.Sum(input => input.Tokens);
        var body = new JsonObject
        {
            ["id"] = idGenerator.NextResponse().Id,
            ["usage"] = UsageJson.CreateClassifierJson(tokens),
            ["model"] = request.FindString("model"),
            ["results"] = new JsonArray([.. inputs.Select(input => createResult(input.Text))]),
        };
        return ApiResponse.Json(body) with { Headers = model.GetResponseHeaders(), TokenCost = tokens };
    }

    private static JsonObject ToJson(IReadOnlyDictionary<string, double> scores) =>
        new(scores.Select(score => KeyValuePair.Create<string, JsonNode?>(score.Key, score.Value)));
}
