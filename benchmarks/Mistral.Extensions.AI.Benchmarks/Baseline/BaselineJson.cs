using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Benchmarks.Baseline;

// Classes with setters: System.Text.Json reads them with fewer allocations than records with constructor parameters.
internal sealed class BaselineCompletion
{
    public string Id { get; set; } = "";

    public string Model { get; set; } = "";

    public long Created { get; set; }

    public List<BaselineChoice> Choices { get; set; } = null!;

    public BaselineUsage? Usage { get; set; }
}

internal sealed class BaselineChoice
{
    public BaselineMessage? Message { get; set; }

    public BaselineMessage? Delta { get; set; }

    public string? FinishReason { get; set; }
}

internal sealed class BaselineMessage
{
    public string? Content { get; set; }

    public List<BaselineToolCall>? ToolCalls { get; set; }
}

internal sealed class BaselineToolCall
{
    public string Id { get; set; } = "";

    public BaselineFunction Function { get; set; } = null!;
}

internal sealed class BaselineFunction
{
    public string Name { get; set; } = "";

    public string Arguments { get; set; } = "";
}

internal sealed class BaselineUsage
{
    public int PromptTokens { get; set; }

    public int CompletionTokens { get; set; }

    public int TotalTokens { get; set; }
}

internal sealed class BaselineEmbeddings
{
    public string Model { get; set; } = "";

    public List<BaselineEmbedding> Data { get; set; } = null!;

    public BaselineUsage Usage { get; set; } = null!;
}

internal sealed class BaselineEmbedding
{
    [JsonConverter(typeof(BaselineVectorConverter))]
    public float[] Embedding { get; set; } = null!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BaselineCompletion))]
[JsonSerializable(typeof(BaselineEmbeddings))]
internal sealed partial class BaselineJson : JsonSerializerContext;
