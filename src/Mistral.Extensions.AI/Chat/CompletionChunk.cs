using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A piece of a streamed answer (<c>CompletionChunk</c>).</summary>
public sealed record CompletionChunk : IApiResponse
{
    /// <summary>The id of the answer; the same in all its pieces.</summary>
    public string? Id { get; init; }

    /// <summary><c>chat.completion.chunk</c>.</summary>
    public string? Object { get; init; }

    /// <summary>When the answer was begun, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>The model that answers.</summary>
    public string? Model { get; init; }

    /// <summary>What is new; may be empty in the last chunk, which holds the usage.</summary>
    public IReadOnlyList<CompletionResponseStreamChoice>? Choices { get; init; }

    /// <summary>What the answer cost; in the last chunk only.</summary>
    public UsageInfo? Usage { get; init; }

    /// <summary>Padding against eavesdroppers who measure lengths. Read, so that it does not fill <see cref="AdditionalProperties"/>.</summary>
    [JsonInclude]
    internal string? P { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Tells piece by piece whether a stream of so many answers may end.</summary>
    internal static Func<CompletionChunk, bool> CreateCompletionTracker(int choiceCount)
    {
        var finished = new HashSet<int>();
        return chunk =>
        {
            for (var i = 0; i < chunk.Choices?.Count; i++)
            {
                // A null and an empty string both say that there is no reason yet, and a choice may be null altogether.
                if (chunk.Choices[i] is { FinishReason.Length: > 0 } choice)
                    finished.Add(choice.Index);
            }

            return finished.Count >= choiceCount;
        };
    }

    bool IApiResponse.HasContent => Choices is { Count: > 0 };
}

/// <summary>What is new in one of the answers (<c>CompletionResponseStreamChoice</c>).</summary>
public sealed record CompletionResponseStreamChoice
{
    /// <summary>Which of the answers.</summary>
    public int Index { get; init; }

    /// <summary>What is new in it.</summary>
    public DeltaMessage? Delta { get; init; }

    /// <summary>Why the answer ended; null until it has.</summary>
    public string? FinishReason { get; init; }

    /// <summary>How probable the tokens were. The API sends a null in every chunk.</summary>
    public JsonElement? Logprobs { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
