using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>
/// The keys that are read from the <c>AdditionalProperties</c> of Microsoft.Extensions.AI objects. Other keys are ignored, with a warning
/// if they are in options.
/// </summary>
internal static class AdditionalPropertyKeys
{
    internal const string ContextBias = "context_bias";
    internal const string Diarize = "diarize";
    internal const string Expiry = "expiry";
    internal const string Guardrails = "guardrails";
    internal const string Metadata = "metadata";
    internal const string N = "n";
    internal const string ParallelToolCalls = "parallel_tool_calls";
    internal const string Prediction = "prediction";
    internal const string PromptCacheKey = "prompt_cache_key";
    internal const string PromptMode = "prompt_mode";
    internal const string RandomSeed = "random_seed";
    internal const string RefAudio = "ref_audio";
    internal const string ReasoningEffort = "reasoning_effort";
    internal const string SafePrompt = "safe_prompt";
    internal const string ServiceTier = "service_tier";
    internal const string Stop = "stop";
    internal const string Store = "store";
    internal const string Temperature = "temperature";
    internal const string TimestampGranularities = "timestamp_granularities";
    internal const string ToolChoice = "tool_choice";
    internal const string Visibility = "visibility";

    /// <summary>Read from an <see cref="AIFunctionDeclaration"/> too; its value takes precedence over that of the options.</summary>
    internal const string Strict = "strict";

    /// <summary>Read from the last <see cref="ChatMessage"/> too; its value takes precedence over that of the options.</summary>
    internal const string Prefix = "prefix";

    /// <summary>Read from a <see cref="TextReasoningContent"/> only.</summary>
    internal const string Closed = "closed";

    /// <summary>Read from a <see cref="FunctionCallContent"/> without arguments only.</summary>
    internal const string Arguments = "arguments";

    /// <summary>Read from a <see cref="CitationAnnotation"/> only.</summary>
    internal const string ReferenceIds = "reference_ids";

    /// <summary>Read from a <see cref="ChatResponse"/>, its messages and updates only.</summary>
    internal const string FinishReason = "finish_reason";

    /// <summary>Read from an image, a <see cref="DataContent"/> or a <see cref="UriContent"/>, only.</summary>
    internal const string Detail = "detail";

    /// <summary>The keys of <see cref="ChatOptions"/>.</summary>
    internal static readonly string[] ChatOptions =
    [
        Guardrails, Metadata, N, ParallelToolCalls, Prediction, Prefix, PromptCacheKey, PromptMode, RandomSeed, ReasoningEffort, SafePrompt,
        ServiceTier, Stop, Strict, ToolChoice,
    ];

    /// <summary>Read from a <see cref="HostedWebSearchTool"/> only.</summary>
    internal const string Premium = "premium";

    /// <summary>The keys of <see cref="ChatOptions"/> of a chat client for conversations.</summary>
    internal static readonly string[] ConversationChatOptions =
    [
        Guardrails, Prediction, RandomSeed, ReasoningEffort, Stop, Store, Strict,
    ];

    /// <summary>The keys of <see cref="EmbeddingGenerationOptions"/>.</summary>
    internal static readonly string[] EmbeddingGenerationOptions = [Metadata];

    /// <summary>The keys of the <c>HostedFileClientOptions</c> of an upload.</summary>
    internal static readonly string[] HostedFileClientOptions = [Expiry, Visibility];

    /// <summary>The keys of <c>SpeechToTextOptions</c>.</summary>
    internal static readonly string[] SpeechToTextOptions = [ContextBias, Diarize, Temperature, TimestampGranularities];

    /// <summary>The keys of <c>TextToSpeechOptions</c>.</summary>
    internal static readonly string[] TextToSpeechOptions = [Metadata, PromptCacheKey, RefAudio];
}
