using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Models;

/// <summary>The endpoints that update, archive and unarchive fine-tuned models, below <c>/v1/fine_tuning/models</c>.</summary>
/// <param name="models">The models of the emulator.</param>
internal sealed class FineTunedModelsEndpoint(ModelCatalog models)
{
    /// <summary>The schema of an update: <c>UpdateModelRequest</c> in the OpenAPI description.</summary>
    private static readonly ValueSchema UpdateRequest = new ObjectSchema("UpdateModelRequest",
        Optional("name", StringValue.OrNull),
        Optional("description", StringValue.OrNull));

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("PATCH", "/fine_tuning/models/{model_id}", Update);
        routes.MapApi("POST", "/fine_tuning/models/{model_id}/archive", request => SetArchived(request, true));
        routes.MapApi("DELETE", "/fine_tuning/models/{model_id}/archive", request => SetArchived(request, false));
    }

    private ApiResponse Update(ApiRequest request)
    {
        var body = request.ReadJson(UpdateRequest);
        var updated = Change(request, model => model with
        {
            DisplayName = body.FindString("name") ?? model.DisplayName,
            Description = body.FindString("description") ?? model.Description,
        });
        return ApiResponse.Json(updated.ToFineTunedJson());
    }

    private ApiResponse SetArchived(ApiRequest request, bool isArchived)
    {
        var model = Change(request, model => model with { IsArchived = isArchived });
        return ApiResponse.Json(new JsonObject { ["id"] = model.Id, ["object"] = "model", ["archived"] = isArchived });
    }

    private ModelCard Change(ApiRequest request, Func<ModelCard, ModelCard> change)
    {
        var name = request.GetRouteValue("model_id");
        var model = models.GetRequired(name, _ => true, StatusCodes.Status404NotFound);
        if (model.BaseModel is null)
            throw ApiError.BadRequest($"Only fine-tuned models can be changed. {name} is a base model.", "invalid_model", "1500");
        return models.Change(model.Id, change)
            ?? throw ApiError.BadRequest($"Invalid model: {name}", "invalid_model", "1500", StatusCodes.Status404NotFound);
    }
}
