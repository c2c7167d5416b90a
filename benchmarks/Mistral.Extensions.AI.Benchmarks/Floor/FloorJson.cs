using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Benchmarks.Floor;

// Classes with setters: System.Text.Json reads them with fewer allocations than records with constructor parameters.
internal sealed class FloorCompletion
{
    public string Id { get; set; } = "";

    public string Model { get; set; } = "";

    public long Created { get; set; }

    public List<FloorChoice> Choices { get; set; } = null!;

    public FloorUsage? Usage { get; set; }
}

internal sealed class FloorChoice
{
    public FloorMessage? Message { get; set; }

    public FloorMessage? Delta { get; set; }

    public string? FinishReason { get; set; }
}

internal sealed class FloorMessage
{
    public string? Content { get; set; }

    public List<FloorToolCall>? ToolCalls { get; set; }
}

internal sealed class FloorToolCall
{
    public string Id { get; set; } = "";

    public FloorFunction Function { get; set; } = null!;
}

internal sealed class FloorFunction
{
    public string Name { get; set; } = "";

    public string Arguments { get; set; } = "";
}

internal sealed class FloorUsage
{
    public int PromptTokens { get; set; }

    public int CompletionTokens { get; set; }

    public int TotalTokens { get; set; }
}

internal sealed class FloorEmbeddings
{
    public string Model { get; set; } = "";

    public List<FloorEmbedding> Data { get; set; } = null!;

    public FloorUsage Usage { get; set; } = null!;
}

internal sealed class FloorEmbedding
{
    [JsonConverter(typeof(FloorVectorConverter))]
    public float[] Embedding { get; set; } = null!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FloorCompletion))]
[JsonSerializable(typeof(FloorEmbeddings))]
internal sealed partial class FloorJson : JsonSerializerContext;
