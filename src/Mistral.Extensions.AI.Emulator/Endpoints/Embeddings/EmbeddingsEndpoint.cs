using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary>The embeddings endpoint: <c>POST /v1/embeddings</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="idGenerator">The source of response ids.</param>
/// <param name="reverseEmbeddings">Whether embeddings are returned in the reverse order of their inputs.</param>
internal sealed class EmbeddingsEndpoint(ModelCatalog models, IdGenerator idGenerator, bool reverseEmbeddings)
{
    private readonly UsageCalculator _usageCalculator = new();

    /// <summary>Clears the prompt cache.</summary>
    public void Reset() => _usageCalculator.Clear();

    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/embeddings", CreateEmbeddings);

    private ApiResponse CreateEmbeddings(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(EmbeddingRequestSchema.Request);
        var model = models.Use(apiRequest, request.FindString("model")!, card => card.Dimensions > 0);
        var text = request.FindString("input");
        string[] inputs = text is not null ? [text] : [.. request.FindItems("input").Select(input => input.GetString()!)];
        EmbeddingRules.CheckOutputFormat(request, model);
        EmbeddingRules.CheckInputs(inputs, model);
        var dimensions = (int)(request.FindNumber("output_dimension") ?? model.Dimensions);
        var embeddings = inputs.Select((input, index) => ToJson(request, TextVectorizer.CreateVector(input, dimensions), index));
        var usage = _usageCalculator.Calculate(request, inputs.Sum(Tokenizer.Count), completionTokens: 0);
        var body = new JsonObject
        {
            ["id"] = idGenerator.NextResponse().Id,
            ["object"] = "list",
            ["data"] = new JsonArray([.. reverseEmbeddings ? embeddings.Reverse() : embeddings]),
            ["model"] = request.FindString("model"),
            ["usage"] = usage.ToEmbeddingJson(),
        };
        return ApiResponse.Json(body) with { Headers = model.GetResponseHeaders(), TokenCost = usage.TotalTokens };
    }

    private static JsonObject ToJson(JsonElement request, double[] vector, int index) => new()
    {
        ["object"] = "embedding",
        ["embedding"] = VectorEncoder.Encode(
            vector, request.FindString("output_dtype") ?? "float", request.FindString("encoding_format") ?? "float"),
        ["index"] = index,
    };
}
