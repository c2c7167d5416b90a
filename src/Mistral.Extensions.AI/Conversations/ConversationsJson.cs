using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>Source-generated JSON metadata of the types in the <c>Conversations</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ConversationRequest))]
[JsonSerializable(typeof(ConversationAppendRequest))]
[JsonSerializable(typeof(ConversationRestartRequest))]
[JsonSerializable(typeof(ConversationResponse))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ConversationList))]
[JsonSerializable(typeof(IReadOnlyList<Conversation>))]
[JsonSerializable(typeof(ConversationHistory))]
[JsonSerializable(typeof(ConversationMessages))]
[JsonSerializable(typeof(List<ConversationEntry>))]
[JsonSerializable(typeof(MessageInputEntry))]
[JsonSerializable(typeof(MessageOutputEntry))]
[JsonSerializable(typeof(FunctionCallEntry))]
[JsonSerializable(typeof(FunctionResultEntry))]
[JsonSerializable(typeof(ToolExecutionEntry))]
[JsonSerializable(typeof(AgentHandoffEntry))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
[JsonSerializable(typeof(ConversationEvent))]
[JsonSerializable(typeof(ResponseStartedEvent))]
[JsonSerializable(typeof(ResponseDoneEvent))]
[JsonSerializable(typeof(MessageOutputEvent))]
[JsonSerializable(typeof(FunctionCallEvent))]
[JsonSerializable(typeof(ToolExecutionStartedEvent))]
[JsonSerializable(typeof(ToolExecutionDeltaEvent))]
[JsonSerializable(typeof(ToolExecutionDoneEvent))]
[JsonSerializable(typeof(AgentHandoffStartedEvent))]
[JsonSerializable(typeof(AgentHandoffDoneEvent))]
[JsonSerializable(typeof(ListConversationsRequest))]
[JsonSerializable(typeof(UnknownEntry))]
[JsonSerializable(typeof(UnknownEvent))]
internal sealed partial class ConversationsJson : JsonSerializerContext;
