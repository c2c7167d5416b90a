using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Values of Microsoft.Extensions.AI that a request of the API cannot hold, by their rows in docs/converter-changes.md.</summary>
internal static class ConversionLosses
{
    private static readonly AIFunction Function = AIFunctionFactory.Create((string city) => city, "weather");

    private static readonly AITool Tool = new ImageGenerationTool().AsAITool();

    private static readonly ChatMessage Question = new(ChatRole.User, "Hi");

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47];

    internal static Dictionary<string, ConversationSample[]> All { get; } = new()
    {
        ["`ChatOptions.AllowBackgroundResponses`"] = [Of(new ChatOptions { AllowBackgroundResponses = true })],
        ["`ChatOptions.ContinuationToken`"] =
            [Of(new ChatOptions { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) })],
        ["`ChatOptions.ConversationId`"] = [Of(new ChatOptions { ConversationId = "c" })],
        ["`ChatOptions.TopK`"] = [Of(new ChatOptions { TopK = 1 })],
        ["`ChatOptions.Reasoning.Output`"] = [Of(new ChatOptions { Reasoning = new() { Output = ReasoningOutput.Full } })],
        ["`ChatOptions.Reasoning.Effort` other than `None` and `High`"] =
            [Of(new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.Low } })],
        ["`ChatOptions.Instructions`"] = [Of(new ChatOptions { Instructions = "Be brief." })],
        ["`ChatOptions.RawRepresentationFactory`"] =
            [Of(new ChatOptions { RawRepresentationFactory = _ => new ChatCompletionRequest { N = 2 } })],
        ["`ChatOptions.ResponseFormat` with a JSON schema"] =
            [Of(new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Function.JsonSchema, "a") })],
        ["`ChatOptions.Tools` with an `AIFunction`"] = [Of(new ChatOptions { Tools = [Function] })],
        ["`ChatOptions.ToolMode` without tools"] = [Of(new ChatOptions { ToolMode = ChatToolMode.Auto })],
        ["`ChatOptions.AllowMultipleToolCalls` without tools"] = [Of(new ChatOptions { AllowMultipleToolCalls = true })],
        ["`ChatOptions.AdditionalProperties` with `stop`, `random_seed`, `parallel_tool_calls`, `prefix` or `strict`"] =
        [
            OfProperty("stop", "a"), OfProperty("random_seed", 1), OfProperty("parallel_tool_calls", true), OfProperty("prefix", true),
            OfProperty("strict", true),
        ],
        ["`ChatOptions.AdditionalProperties` with other keys than those of [mapping.md](mapping.md#additional-properties)"] =
            [OfProperty("unknown", 1)],
        ["`ChatMessage.AuthorName`"] = [new([new(ChatRole.User, "Hi") { AuthorName = "Ann" }], new())],
        ["`ChatMessage.CreatedAt`"] = [new([new(ChatRole.User, "Hi") { CreatedAt = DateTimeOffset.UnixEpoch }], new())],
        ["`ChatMessage.MessageId`"] = [new([new(ChatRole.User, "Hi") { MessageId = "m" }], new())],
        ["`ChatMessage.AdditionalProperties` other than `prefix`"] =
            [new([new(ChatRole.User, "Hi") { AdditionalProperties = new() { ["a"] = 1 } }], new())],
        ["`ChatMessage.Role` other than `system`, `user`, `assistant` and `tool`"] = [Of(new ChatRole("critic"), new TextContent("A"))],
        ["empty `ChatMessage.Contents` of a system or user message"] = [Of(ChatRole.User), Of(ChatRole.System)],
        ["`AIContent.AdditionalProperties` other than those of [mapping.md](mapping.md#additional-properties)"] =
            [Of(ChatRole.User, new TextContent("A") { AdditionalProperties = new() { ["a"] = 1 } })],
        ["`UsageContent`, `ErrorContent`"] =
        [
            Of(ChatRole.Assistant, new TextContent("A"), new UsageContent(new())),
            Of(ChatRole.Assistant, new TextContent("A"), new ErrorContent("e")),
        ],
        ["empty `TextContent` next to other contents"] = [Of(ChatRole.User, new TextContent(""), new TextContent("A"))],
        ["several `TextContent` in a row, role `assistant`"] = [Of(ChatRole.Assistant, new TextContent("A"), new TextContent("B"))],
        ["`TextContent.Annotations` with `reference_ids`"] = [Of(ChatRole.Assistant, WithAnnotation("reference_ids"))],
        ["`TextContent.Annotations` without `reference_ids`, or in another role than `assistant`"] =
            [Of(ChatRole.Assistant, WithAnnotation("other")), Of(ChatRole.User, WithAnnotation("reference_ids"))],
        ["`DataContent` with text"] = [Of(ChatRole.User, new DataContent("A"u8.ToArray(), "text/plain"))],
        ["`DataContent` with the media type `image/*`"] = [Of(ChatRole.User, new DataContent(Png, "image/*"))],
        ["`DataContent` with audio"] = [Of(ChatRole.User, new DataContent("ID3"u8.ToArray(), "audio/mp3"))],
        ["`DataContent.Name` other than that of a document"] = [Of(ChatRole.User, new DataContent(Png, "image/png") { Name = "a.png" })],
        ["`UriContent` with an image or a document"] =
        [
            Of(ChatRole.User, new UriContent("https://example.com/a.png", "image/png")),
            Of(ChatRole.User, new UriContent("https://example.com/a.pdf", "application/pdf")),
        ],
        ["`UriContent` with a data URI"] = [Of(ChatRole.User, new UriContent("data:image/png;base64,AAAA", "image/png"))],
        ["`HostedFileContent.Name`, `HostedFileContent.MediaType`"] =
        [
            Of(ChatRole.User, new HostedFileContent("f") { Name = "a" }),
            Of(ChatRole.User, new HostedFileContent("f") { MediaType = "text/plain" }),
        ],
        ["`TextReasoningContent` without text"] =
            [Of(ChatRole.Assistant, new TextReasoningContent("") { ProtectedData = "mistral:s" }, new TextContent("A"))],
        ["`TextReasoningContent` with data of another provider"] =
            [Of(ChatRole.Assistant, new TextReasoningContent("Hm") { ProtectedData = "other" })],
        ["`TextReasoningContent` after another content"] =
            [Of(ChatRole.Assistant, new TextContent("A"), new TextReasoningContent("Hm"))],
        ["contents after a `FunctionCallContent`"] =
            [Of(ChatRole.Assistant, new FunctionCallContent("1", "look"), new TextContent("A"))],
        ["`FunctionCallContent` with `InformationalOnly` and without a result"] =
            [Of(ChatRole.Assistant, new TextContent("A"), new FunctionCallContent("1", "look") { InformationalOnly = true })],
        ["other contents of an assistant message, such as images"] =
            [Of(ChatRole.Assistant, new TextContent("A"), new HostedFileContent("f"))],
        ["`FunctionResultContent` with an object, several texts or an exception"] =
        [
            Of(ChatRole.Tool, new FunctionResultContent("1", 1)),
            Of(ChatRole.Tool, new FunctionResultContent("1", new AIContent[] { new TextContent("A"), new TextContent("B") })),
            Of(ChatRole.Tool, new FunctionResultContent("1", null) { Exception = new InvalidOperationException("e") }),
        ],
        ["several `FunctionResultContent` in one message"] =
            [Of(ChatRole.Tool, new FunctionResultContent("1", "A"), new FunctionResultContent("2", "B"))],
        ["completed `ToolApprovalRequestContent` and `ToolApprovalResponseContent`"] =
        [
            Of(
                ChatRole.Assistant,
                new TextContent("A"),
                new ToolApprovalRequestContent("1", new FunctionCallContent("1", "look") { InformationalOnly = true })),
        ],
    };

    /// <summary>Values of the properties of <see cref="ChatOptions"/> that a request holds.</summary>
    internal static Dictionary<string, ChatOptions> KeptOptions { get; } = new()
    {
        [nameof(ChatOptions.ModelId)] = new() { ModelId = "m" },
        [nameof(ChatOptions.Temperature)] = new() { Temperature = 0.5f },
        [nameof(ChatOptions.TopP)] = new() { TopP = 0.5f },
        [nameof(ChatOptions.MaxOutputTokens)] = new() { MaxOutputTokens = 9 },
        [nameof(ChatOptions.FrequencyPenalty)] = new() { FrequencyPenalty = 1 },
        [nameof(ChatOptions.PresencePenalty)] = new() { PresencePenalty = 1 },
        [nameof(ChatOptions.Seed)] = new() { Seed = long.MaxValue },
        [nameof(ChatOptions.StopSequences)] = new() { StopSequences = ["a", "b"] },
        [nameof(ChatOptions.ResponseFormat)] = new() { ResponseFormat = ChatResponseFormat.Json },
        [nameof(ChatOptions.Reasoning)] = new() { Reasoning = new() { Effort = ReasoningEffort.None } },
        [nameof(ChatOptions.Tools)] = new() { Tools = [Tool] },
        [nameof(ChatOptions.ToolMode)] = new() { Tools = [Tool], ToolMode = ChatToolMode.RequireSpecific("look") },
        [nameof(ChatOptions.AllowMultipleToolCalls)] = new() { Tools = [Tool], AllowMultipleToolCalls = false },
        [nameof(ChatOptions.AdditionalProperties)] = new()
        {
            AdditionalProperties = new()
            {
                ["guardrails"] = JsonElement.Parse("""[{"block_on_error":true}]"""),
                ["metadata"] = JsonElement.Parse("""{"a":[1]}"""),
                ["n"] = 2,
                ["prediction"] = JsonElement.Parse("""{"content":"x","type":"content"}"""),
                ["prompt_cache_key"] = "k",
                ["prompt_mode"] = null,
                ["safe_prompt"] = true,
                ["service_tier"] = "auto",
            },
        },
    };

    /// <summary>Contents that a request holds.</summary>
    internal static IReadOnlyList<ChatMessage> KeptMessages { get; } =
    [
        new(ChatRole.System, "Be brief."),
        new(ChatRole.User,
        [
            new TextContent("A"),
            new TextContent("B"),
            new DataContent(Png, "image/png") { AdditionalProperties = new() { ["detail"] = "high" } },
            new UriContent("https://example.com/a", "image/*"),
            new UriContent("https://example.com/a", "application/octet-stream"),
            new UriContent("https://example.com/a.mp3", "audio/mpeg"),
            new DataContent("%PDF"u8.ToArray(), "application/pdf") { Name = "a.pdf" },
            new DataContent("ID3"u8.ToArray(), "audio/mpeg"),
            new HostedFileContent("f"),
        ]),
        new(ChatRole.Assistant,
        [
            new TextReasoningContent("Hm") { ProtectedData = "mistral:s" },
            new TextContent("A"),
            new TextContent("") { Annotations = WithAnnotation("reference_ids").Annotations },
            new FunctionCallContent("1", "look", new Dictionary<string, object?> { ["a"] = JsonElement.Parse("[1]") }),
            new FunctionCallContent("2", "look") { AdditionalProperties = new() { ["arguments"] = "{\"a\":" } },
        ]),
        new(ChatRole.Tool, [new FunctionResultContent("1", "OK")]),
        new(ChatRole.Tool, [new FunctionResultContent("2", new List<AIContent> { new TextContent("A"), new HostedFileContent("f") })]),
        new(ChatRole.User, ""),
        new(ChatRole.Assistant, "Once") { AdditionalProperties = new() { ["prefix"] = true } },
    ];

    private static ConversationSample Of(ChatOptions options) => new([Question], options);

    private static ConversationSample OfProperty(string key, object value) => new(
        key is "prefix" ? [Question, new(ChatRole.Assistant, "A")] : [Question],
        new() { Tools = [Tool], AdditionalProperties = new() { [key] = value } });

    private static ConversationSample Of(ChatRole role, params AIContent[] contents) => new([new(role, [.. contents])], new());

    private static TextContent WithAnnotation(string key) => new("A")
    {
        Annotations = [new CitationAnnotation { AdditionalProperties = new() { [key] = JsonElement.Parse("[1]") } }],
    };
}
