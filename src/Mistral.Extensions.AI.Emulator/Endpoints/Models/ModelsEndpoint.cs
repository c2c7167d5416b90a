using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Models;

/// <summary>The models endpoints: list, retrieve and delete models below <c>/v1/models</c>.</summary>
/// <param name="models">The models of the emulator.</param>
internal sealed class ModelsEndpoint(ModelCatalog models)
{
    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("GET", "/models", _ => List());
        routes.MapApi("GET", "/models/{model_id}", request => Get(request.GetRouteValue("model_id")));
        routes.MapApi("DELETE", "/models/{model_id}", request => Delete(request.GetRouteValue("model_id")));
    }

    private ApiResponse List() => ApiResponse.Json(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. models.GetAll().Select(model => model.Card.ToJson(model.Name))]),
    });

    private ApiResponse Get(string name) => ApiResponse.Json(FindModel(name).ToJson(name));

    private ApiResponse Delete(string name)
    {
        var model = FindModel(name);
        if (model.BaseModel is null)
            throw ApiError.BadRequest($"Only fine-tuned models can be deleted. {name} is a base model.", "invalid_model", "1500");
        models.Delete(model);
        return ApiResponse.Json(new JsonObject { ["id"] = model.Id, ["object"] = "model", ["deleted"] = true });
    }

    private ModelCard FindModel(string name) => models.GetRequired(name, _ => true, StatusCodes.Status404NotFound);
}
