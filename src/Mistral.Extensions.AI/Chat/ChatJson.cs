using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Source-generated JSON metadata of the types in the <c>Chat</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletionResponse))]
[JsonSerializable(typeof(CompletionChunk))]
[JsonSerializable(typeof(List<Message>))]
[JsonSerializable(typeof(List<ContentChunk>))]
[JsonSerializable(typeof(List<GuardrailConfig>))]
[JsonSerializable(typeof(SystemMessage))]
[JsonSerializable(typeof(UserMessage))]
[JsonSerializable(typeof(AssistantMessage))]
[JsonSerializable(typeof(ToolMessage))]
[JsonSerializable(typeof(TextChunk))]
[JsonSerializable(typeof(ThinkChunk))]
[JsonSerializable(typeof(MediaUrl))]
[JsonSerializable(typeof(ImageUrlChunk))]
[JsonSerializable(typeof(DocumentUrlChunk))]
[JsonSerializable(typeof(FileChunk))]
[JsonSerializable(typeof(AudioChunk))]
[JsonSerializable(typeof(ReferenceChunk))]
[JsonSerializable(typeof(ToolReferenceChunk))]
[JsonSerializable(typeof(ToolFileChunk))]
[JsonSerializable(typeof(FunctionTool))]
[JsonSerializable(typeof(WebSearchTool))]
[JsonSerializable(typeof(WebSearchPremiumTool))]
[JsonSerializable(typeof(CodeInterpreterTool))]
[JsonSerializable(typeof(ImageGenerationTool))]
[JsonSerializable(typeof(DocumentLibraryTool))]
[JsonSerializable(typeof(CustomConnector))]
[JsonSerializable(typeof(HostedTool))]
[JsonSerializable(typeof(UnknownChunk))]
[JsonSerializable(typeof(UnknownMessage))]
[JsonSerializable(typeof(UnknownTool))]
internal sealed partial class ChatJson : JsonSerializerContext;
