using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Chat;
using Mistral.Extensions.AI.Emulator.Models;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Embeddings;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal sealed class EmbeddingsRoom(ModelCatalog models, Sequence sequence, MistralEmulatorOptions options)
{
    private readonly UsageMeter _usage = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/embeddings", Embed)];

    private Answer Embed(Call call)
    {
        var request = call.ReadJson(EmbeddingShapes.Request);
        var model = models.Get(request.FindText("model")!, card => card.Dimensions > 0);
        var one = request.FindText("input");
        string[] inputs = one is not null ? [one] : [.. request.FindItems("input").Select(input => input.GetString()!)];
        EmbeddingRules.CheckVectors(request, model);
        EmbeddingRules.CheckInputs(inputs, model);
        var dimensions = (int)(request.FindNumber("output_dimension") ?? model.Dimensions);
        var data = inputs.Select((input, index) => ToJson(request, TextVector.Of(input, dimensions), index));
        var tokens = inputs.Sum(Tokens.Count);
        var body = new JsonObject
        {
            ["id"] = sequence.NextCompletion().Id,
            ["object"] = "list",
            ["data"] = new JsonArray([.. options.ShuffleEmbeddings ? data.Reverse() : data]),
            ["model"] = request.FindText("model"),
            ["usage"] = _usage.Measure(request, tokens, answer: 0),
        };
        return Answer.Json(body) with { Headers = model.Headers, TokenCost = tokens };
    }

    private static JsonObject ToJson(JsonElement request, double[] vector, int index) => new()
    {
        ["object"] = "embedding",
        ["embedding"] = VectorFormat.Write(
            vector, request.FindText("output_dtype") ?? "float", request.FindText("encoding_format") ?? "float"),
        ["index"] = index,
    };
}
