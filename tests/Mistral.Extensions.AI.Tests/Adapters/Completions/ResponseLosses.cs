using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>Values of Microsoft.Extensions.AI that a response of the API cannot hold, by their rows in docs/converter-changes.md.</summary>
internal static class ResponseLosses
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_769_088_720);

    internal static Dictionary<string, ChatResponse[]> All { get; } = new()
    {
        ["`ChatResponse.ConversationId`, `ChatResponse.ContinuationToken`"] =
        [
            With(response => response.ConversationId = "c"),
            With(response => response.ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 })),
        ],
        ["`ChatResponse.AdditionalProperties` other than `finish_reason` and `service_tier`"] =
            [With(response => response.AdditionalProperties = new() { ["a"] = "b" })],
        ["`ChatResponse.CreatedAt` with a fraction of a second or an offset"] =
        [
            With(response => response.CreatedAt = Time.AddMilliseconds(1)),
            With(response => response.CreatedAt = Time.ToOffset(TimeSpan.FromHours(1))),
        ],
        ["`ChatResponse.ResponseId`, `ChatResponse.ModelId`, `ChatResponse.CreatedAt`, `ChatResponse.FinishReason` or "
            + "`ChatResponse.Usage` null"] =
        [
            With(response => response.ResponseId = null), With(response => response.ModelId = null),
            With(response => (response.CreatedAt, response.Messages[0].CreatedAt) = (null, null)),
            With(response => response.FinishReason = null), With(response => response.Usage = null),
        ],
        ["`ChatResponse.FinishReason` `Stop` with function calls"] = [With(new FunctionCallContent("1", "f", NoArguments()))],
        ["several `ChatResponse.Messages`"] = [With(response => response.Messages.Add(new(ChatRole.Assistant, "B")))],
        ["`ChatMessage.AuthorName`"] = [With(response => response.Messages[0].AuthorName = "Ann")],
        ["`ChatMessage.MessageId`, `ChatMessage.CreatedAt`"] =
            [With(response => response.Messages[0].MessageId = "m"), With(response => response.Messages[0].CreatedAt = Time.AddDays(1))],
        ["`ChatMessage.Role` other than `assistant`"] = [With(response => response.Messages[0].Role = ChatRole.User)],
        ["`ChatMessage.AdditionalProperties` other than `service_tier`"] =
            [With(response => response.Messages[0].AdditionalProperties = new() { ["a"] = "b" })],
#pragma warning disable MEAI001 // Experimental properties, which are documented as well.
        ["`UsageDetails.InputTextTokenCount`, `UsageDetails.OutputTextTokenCount`, `UsageDetails.OutputAudioTokenCount`"] =
        [
            With(response => response.Usage!.InputTextTokenCount = 1), With(response => response.Usage!.OutputTextTokenCount = 1),
            With(response => response.Usage!.OutputAudioTokenCount = 1),
        ],
#pragma warning restore MEAI001
        ["`UsageDetails` with negative counts, or counts above 2,147,483,647"] =
        [
            With(response => response.Usage!.InputTokenCount = -1),
            With(response => response.Usage!.OutputTokenCount = int.MaxValue + 1L),
        ],
        ["`AIContent.AdditionalProperties` other than `arguments` of a call, `detail` of an image and `reference_ids` of a citation"] =
            [With(new TextContent("A") { AdditionalProperties = new() { ["a"] = "b" } })],
        ["empty `TextContent` or `TextReasoningContent`"] =
            [With(new TextContent("A"), new TextContent("")), With(new TextReasoningContent(""), new TextContent("A"))],
        ["several `TextContent` or `TextReasoningContent` in a row"] =
        [
            With(new TextContent("A"), new TextContent("B")),
            With(new TextReasoningContent("A"), new TextReasoningContent("B"), new TextContent("C")),
        ],
        ["`TextReasoningContent.ProtectedData` of another provider"] =
            [With(new TextReasoningContent("Hm") { ProtectedData = "other" }, new TextContent("A"))],
        ["`TextContent.Annotations` with text"] = [With(new TextContent("A") { Annotations = [Citation()] })],
        ["`CitationAnnotation.FileId`, `CitationAnnotation.AnnotatedRegions`"] =
        [
            With(Cited(citation => citation.FileId = "f")),
            With(Cited(citation => citation.AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = 0, EndIndex = 1 }])),
        ],
        ["`CitationAnnotation.Title` or `CitationAnnotation.ToolName` null"] =
            [With(Cited(citation => citation.Title = null)), With(Cited(citation => citation.ToolName = null))],
        ["`DataContent` with text after another of the same type"] =
            [With(new DataContent("A"u8.ToArray(), "text/plain"), new DataContent("B"u8.ToArray(), "text/plain"))],
        ["`DataContent.Name` other than that of a document"] = [With(new DataContent(new byte[] { 1 }, "image/png") { Name = "a.png" })],
        ["`UriContent` with the media type of an image or a document"] =
        [
            With(new UriContent("https://example.com/a.png", "image/png")),
            With(new UriContent("https://example.com/a.pdf", "application/pdf")),
        ],
        ["`UriContent` with a data URI"] = [With(new UriContent("data:image/png;base64,AAAA", "image/png"))],
        ["`HostedFileContent.Name`, `HostedFileContent.MediaType`"] =
            [With(new HostedFileContent("f") { Name = "a" }), With(new HostedFileContent("f") { MediaType = "text/plain" })],
        ["`FunctionCallContent` before other contents"] =
            [WithReason(ChatFinishReason.ToolCalls, new FunctionCallContent("1", "f", NoArguments()), new TextContent("A"))],
        ["`FunctionCallContent` with a result"] =
            [With(new FunctionCallContent("1", "f", NoArguments()), new FunctionResultContent("1", "done"))],
        ["`FunctionCallContent` with `InformationalOnly` and without a result"] =
            [With(new TextContent("A"), new FunctionCallContent("1", "f") { InformationalOnly = true })],
        ["`FunctionCallContent.Arguments` null"] = [WithReason(ChatFinishReason.ToolCalls, new FunctionCallContent("1", "f"))],
        ["`FunctionResultContent` with an object or an exception"] =
        [
            With(new FunctionResultContent("1", 1)),
            With(new FunctionResultContent("1", null) { Exception = new InvalidOperationException("e") }),
        ],
        ["`ErrorContent`"] = [With(new ErrorContent("e"))],
        ["`UsageContent`"] = [With(new TextContent("A"), new UsageContent(new() { InputTokenCount = 1 }))],
        ["`ImageGenerationToolResultContent`, `CodeInterpreterToolResultContent`"] =
        [
            With(new ImageGenerationToolResultContent("1") { Outputs = [new DataContent(new byte[] { 1 }, "image/png")] }),
            With(new CodeInterpreterToolResultContent("1") { Outputs = [new HostedFileContent("f")] }),
        ],
        ["contents of other types, such as `WebSearchToolCallContent`"] =
            [With(new TextContent("A"), new WebSearchToolCallContent("1")), With(new TextContent("A"), new HostedVectorStoreContent("v"))],
    };

    /// <summary>Responses that the API holds. Together they have all properties that no row lists.</summary>
    internal static Dictionary<string, ChatResponse> Kept { get; } = new()
    {
        ["text"] = With(new TextContent("A")),
        ["reasoning"] = With(new TextReasoningContent("Hm") { ProtectedData = "mistral:sig" }, new TextContent("A")),
        ["citation"] = With(new TextContent("A"), Cited(_ => { })),
        ["image"] = With(new DataContent(new byte[] { 1 }, "image/png") { AdditionalProperties = new() { ["detail"] = "low" } }),
        ["document"] = With(new DataContent(new byte[] { 1 }, "application/pdf") { Name = "a.pdf" }),
        ["audio"] = With(new DataContent(new byte[] { 1 }, "audio/wav")),
        ["link"] = With(new UriContent("https://example.com/a", "image/*")),
        ["file"] = With(new HostedFileContent("f")),
        ["call"] = WithReason(ChatFinishReason.ToolCalls, new FunctionCallContent("1", "f", NoArguments())),
        ["executed call"] = With(
            new FunctionCallContent("1", "f", NoArguments()) { InformationalOnly = true }, new FunctionResultContent("1", "done")),
        ["finish reason"] = WithReason(new ChatFinishReason("new"), new TextContent("A")),
        ["usage"] = With(response => response.Usage = new()
        {
            InputTokenCount = 1,
            OutputTokenCount = 2,
            TotalTokenCount = 4,
            CachedInputTokenCount = 5,
            ReasoningTokenCount = 6,
#pragma warning disable MEAI001 // Experimental.
            InputAudioTokenCount = 7,
#pragma warning restore MEAI001
            AdditionalCounts = new() { ["prompt_audio_seconds"] = 8, ["other"] = 9 },
        }),
        ["service tier"] = With(response => response.Messages[0].AdditionalProperties = new() { ["service_tier"] = "priority" }),
    };

    private static ChatResponse With(Action<ChatResponse> configure)
    {
        var response = With(new TextContent("A"));
        configure(response);
        return response;
    }

    private static ChatResponse With(params AIContent[] contents) => WithReason(ChatFinishReason.Stop, contents);

    private static ChatResponse WithReason(ChatFinishReason reason, params AIContent[] contents) =>
        new(new ChatMessage(ChatRole.Assistant, [.. contents]) { MessageId = "r", CreatedAt = Time })
        {
            ResponseId = "r",
            ModelId = "m",
            CreatedAt = Time,
            FinishReason = reason,
            Usage = new() { InputTokenCount = 1, OutputTokenCount = 2, TotalTokenCount = 3 },
        };

    private static Dictionary<string, object?> NoArguments() => [];

    private static TextContent Cited(Action<CitationAnnotation> configure)
    {
        var citation = Citation();
        configure(citation);
        return new("") { Annotations = [citation] };
    }

    private static CitationAnnotation Citation() =>
        new() { Title = "T", Url = new("https://example.com/"), ToolName = "web_search", Snippet = "S" };
}
