using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Models;

/// <summary><c>/v1/models</c>: listing, reading and deleting models of this instance.</summary>
internal sealed class ModelsEndpoint(ModelCatalog catalog)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v1/models", _ => List()),
        new("GET", "/v1/models/{model_id}", call => ApiResponse.Json(GetModel(call["model_id"]).ToJson(call["model_id"]))),
        new("DELETE", "/v1/models/{model_id}", call => Delete(call["model_id"])),
    ];

    private ApiResponse List() => ApiResponse.Json(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. catalog.GetAll().Select(model => model.Card.ToJson(model.Name))]),
    });

    private ApiResponse Delete(string name)
    {
        var card = GetModel(name);
        if (card.BaseModel is null)
            throw ApiError.BadRequest($"Only fine-tuned models can be deleted, and {name} is a base model.", "invalid_model", "1500");
        catalog.Delete(card);
        return ApiResponse.Json(new JsonObject { ["id"] = card.Id, ["object"] = "model", ["deleted"] = true });
    }

    private ModelCard GetModel(string name) =>
        catalog.Find(name) ?? throw ApiError.BadRequest($"Invalid model: {name}", "invalid_model", "1500", statusCode: 404);
}
