using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Models;

/// <summary><c>/v1/models</c>: listing, reading and deleting models of this instance.</summary>
internal sealed class ModelsRoom(ModelCatalog catalog)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v1/models", _ => List()),
        new("GET", "/v1/models/{model_id}", call => Answer.Json(Find(call["model_id"]).ToJson(call["model_id"]))),
        new("DELETE", "/v1/models/{model_id}", call => Delete(call["model_id"])),
    ];

    private Answer List() => Answer.Json(new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. catalog.All().Select(model => model.Card.ToJson(model.Name))]),
    });

    private Answer Delete(string name)
    {
        var card = Find(name);
        if (card.Root is null)
            throw Refusal.BadRequest($"Only fine-tuned models can be deleted, and {name} is a base model.", "invalid_model", "1500");
        catalog.Delete(card);
        return Answer.Json(new JsonObject { ["id"] = card.Id, ["object"] = "model", ["deleted"] = true });
    }

    private ModelCard Find(string name) =>
        catalog.Find(name) ?? throw Refusal.BadRequest($"Invalid model: {name}", "invalid_model", "1500", statusCode: 404);
}
