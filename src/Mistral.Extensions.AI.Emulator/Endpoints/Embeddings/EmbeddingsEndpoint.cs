using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal sealed class EmbeddingsEndpoint(ModelCatalog models, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly UsageCalculator _usageCalculator = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/embeddings", CreateEmbeddings)];

    private ApiResponse CreateEmbeddings(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(EmbeddingRequestSchema.Request);
        var model = models.Get(request.FindString("model")!, card => card.Dimensions > 0);
        var one = request.FindString("input");
        string[] inputs = one is not null ? [one] : [.. request.FindItems("input").Select(input => input.GetString()!)];
        EmbeddingRules.CheckOutputFormat(request, model);
        EmbeddingRules.CheckInputs(inputs, model);
        var dimensions = (int)(request.FindNumber("output_dimension") ?? model.Dimensions);
        var data = inputs.Select((input, index) => ToJson(request, TextVectorizer.CreateVector(input, dimensions), index));
        var tokens = inputs.Sum(Tokenizer.Count);
        var body = new JsonObject
        {
            ["id"] = idGenerator.NextCompletion().Id,
            ["object"] = "list",
            ["data"] = new JsonArray([.. options.ShuffleEmbeddings ? data.Reverse() : data]),
            ["model"] = request.FindString("model"),
            ["usage"] = _usageCalculator.Calculate(request, tokens, completionTokens: 0),
        };
        return ApiResponse.Json(body) with { Headers = model.ResponseHeaders, TokenCost = tokens };
    }

    private static JsonObject ToJson(JsonElement request, double[] vector, int index) => new()
    {
        ["object"] = "embedding",
        ["embedding"] = VectorEncoder.Encode(
            vector, request.FindString("output_dtype") ?? "float", request.FindString("encoding_format") ?? "float"),
        ["index"] = index,
    };
}
