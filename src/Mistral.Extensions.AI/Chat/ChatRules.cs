namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Options for how the chat client adapts a conversation, its request and its response to Mistral, which rejects some conversations that
/// other providers accept. The changes are made on a copy: the messages of the caller are never modified. Empty messages are not sent, and
/// neither are contents of assistant messages that the API does not accept in this role, such as images.
/// </summary>
public sealed class ChatRules
{
    /// <summary>
    /// Whether the order of the messages and the tool-call IDs are corrected: consecutive assistant messages are merged, system messages
    /// are moved to the beginning, tool results are moved after their calls, IDs and names of tool calls are replaced if Mistral rejects
    /// them, and messages of other agents become user messages that name their author. If false, the messages are sent in their order, with
    /// their roles and IDs, and <see cref="BridgeToolToUser"/>, <see cref="FillMissingToolResults"/>,
    /// <see cref="MergeConsecutiveMessages"/>, <see cref="PrefixTrailingAssistant"/> and <see cref="AddJsonInstruction"/> have no effect.
    /// Conversations that Mistral rejects throw <see cref="ArgumentException"/>.
    /// </summary>
    /// <value>Default: true.</value>
    public bool Normalize { get; set; } = true;

    /// <summary>
    /// Whether an assistant message "OK" is inserted between a tool message and a user message that follows it directly. Mistral has
    /// accepted this order since 2026, but older and self-hosted servers reject it with error 3230.
    /// </summary>
    /// <value>Default: false; true in <see cref="OpenAICompatible"/>.</value>
    public bool BridgeToolToUser { get; set; }

    /// <summary>
    /// Whether a tool call without a result gets a result that reports that the call was not executed. Mistral requires a result for each
    /// call. If false, a missing result throws <see cref="ArgumentException"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool FillMissingToolResults { get; set; }

    /// <summary>
    /// Whether consecutive user messages, and consecutive system messages, are merged into one. Mistral merges them itself, but the chat
    /// templates of self-hosted models often require alternating roles.
    /// </summary>
    /// <value>Default: false.</value>
    public bool MergeConsecutiveMessages { get; set; }

    /// <summary>
    /// Whether an assistant message at the end of the conversation is sent as a prefix (<c>prefix: true</c>), so that the response begins
    /// with its content. If false, such a conversation throws <see cref="ArgumentException"/>. The additional property <c>prefix</c> of a
    /// message or request takes precedence. In a conversation with names of assistants (<c>ChatMessage.AuthorName</c>), the last message is
    /// a prefix only with this property, and otherwise a user message.
    /// </summary>
    /// <value>Default: true.</value>
    public bool PrefixTrailingAssistant { get; set; } = true;

    /// <summary>
    /// Whether the prefix is removed from the response. The API repeats the prefix at the beginning of the generated text.
    /// </summary>
    /// <value>Default: true.</value>
    public bool StripPrefixEcho { get; set; } = true;

    /// <summary>
    /// Whether the reasoning in the conversation history is sent back as thinking chunks, as Mistral recommends. If false, it is left out.
    /// </summary>
    /// <value>Default: true; false in <see cref="OpenAICompatible"/>.</value>
    public bool ReplayReasoning { get; set; } = true;

    /// <summary>
    /// Whether the system message "Answer with a JSON object." is added if JSON without a schema is requested and no system or user
    /// message contains the word JSON. Mistral requires the word: without it, a model may generate white space until it reaches the token
    /// limit.
    /// </summary>
    /// <value>Default: true.</value>
    public bool AddJsonInstruction { get; set; } = true;

    /// <summary>
    /// Whether the sampling limits of api.mistral.ai are checked before a request is sent, also for <see cref="MistralClient.Chat"/>: a
    /// temperature of at most 1.5, a top-p of 1 if the temperature is 0, and a random seed of 0 or greater. If this property or
    /// <see cref="Normalize"/> is false, the server checks them.
    /// </summary>
    /// <value>Default: true; false in <see cref="OpenAICompatible"/>.</value>
    public bool ValidateSampling { get; set; } = true;

    /// <summary>The maximum number of images in a request; null for no limit. More images throw <see cref="ArgumentException"/>.</summary>
    /// <value>Default: 8, the limit of the API.</value>
    public int? MaxImages { get; set; } = 8;

    /// <summary>
    /// The maximum size of an image that is sent as bytes, in bytes; null for no limit. A larger image throws
    /// <see cref="ArgumentException"/>.
    /// </summary>
    /// <value>Default: 20 MiB. The documentation of the API names 10 MB and 20 MB.</value>
    public long? MaxImageSize { get; set; } = 20L * 1024 * 1024;

    /// <summary>
    /// The value of <c>tool_choice</c> if the model must call a tool: <c>any</c>, or <c>required</c> for OpenAI-compatible servers.
    /// </summary>
    /// <value>Default: <c>any</c>.</value>
    public string RequiredToolChoice { get; set; } = "any";

    /// <summary>
    /// Whether <c>IChatClient</c> sends OpenAI's fields where Mistral's differ: <c>seed</c> instead of <c>random_seed</c>,
    /// <c>stream_options</c> to receive the token usage of streams, <c>continue_final_message</c> and <c>add_generation_prompt</c> with
    /// <c>prefix</c>, and objects for images and audio. OpenAI-compatible servers ignore or reject Mistral's fields; api.mistral.ai
    /// rejects OpenAI's. Embedding generators send <c>dimensions</c> instead of <c>output_dimension</c>.
    /// </summary>
    /// <value>Default: false; true in <see cref="OpenAICompatible"/>.</value>
    public bool UseOpenAIFields { get; set; }

    /// <summary>
    /// Creates rules for OpenAI-compatible servers that run a Mistral model, such as vLLM, llama.cpp, Ollama and LM Studio:
    /// <see cref="BridgeToolToUser"/>, <see cref="MergeConsecutiveMessages"/> and <see cref="UseOpenAIFields"/> are true,
    /// <see cref="ReplayReasoning"/> and <see cref="ValidateSampling"/> are false, <see cref="RequiredToolChoice"/> is <c>required</c>, and
    /// <see cref="MaxImages"/> and <see cref="MaxImageSize"/> are null.
    /// </summary>
    /// <returns>New rules, which can be changed further.</returns>
    public static ChatRules OpenAICompatible() => new()
    {
        BridgeToolToUser = true,
        MergeConsecutiveMessages = true,
        // These servers reject thinking chunks.
        ReplayReasoning = false,
        ValidateSampling = false,
        RequiredToolChoice = "required",
        MaxImages = null,
        MaxImageSize = null,
        UseOpenAIFields = true,
    };

    internal ChatRules Copy() => (ChatRules)MemberwiseClone();
}
