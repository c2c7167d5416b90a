using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>
/// A random response of any provider with contents that the API can hold: text, reasoning, citations, files, calls that were executed, each
/// followed by its results, and at the end calls that the receiver must execute.
/// </summary>
public sealed class RandomResponse
{
    private static readonly string[] Ids =
        ["call_1", "aaaaaaaaa", "toolu_01A09q90qw90lq917835lq9", "null-ish", "chatcmpl-tool-9f149c74c42f265b"];

    private static readonly ChatFinishReason?[] Reasons =
        [ChatFinishReason.Stop, ChatFinishReason.Length, ChatFinishReason.ContentFilter, new("model_busy"), null];

    private readonly List<int> _numbers;
    private readonly List<ChatMessage> _messages = [new(ChatRole.Assistant, [])];
    private int _callCount;

    private RandomResponse(List<int> numbers)
    {
        _numbers = numbers;
        foreach (var (index, number) in numbers.Index())
            Add(index, kind: number % 12, variant: number / 12);
        var first = numbers.FirstOrDefault();
        foreach (var call in Enumerable.Range(0, first % 3))
            LastContents.Add(CreateCall(call));
        HasPendingCalls = first % 3 > 0;
        FinishReason = HasPendingCalls ? ChatFinishReason.ToolCalls : Reasons[first % Reasons.Length];
        Usage = first % 4 == 0 ? null : CreateUsage(first);
        ServiceTier = first % 5 == 1 && Usage is not null ? "priority" : null;
    }

    public static Arbitrary<RandomResponse> Any { get; } = Arb.From(
        Gen.Choose(0, 1199).ListOf().Select(numbers => new RandomResponse([.. numbers])), response => response.Shrink());

    public bool HasPendingCalls { get; }

    private ChatFinishReason? FinishReason { get; }

    private UsageDetails? Usage { get; }

    private string? ServiceTier { get; }

    private IList<AIContent> LastContents => _messages[^1].Contents;

    /// <summary>Creates the response. Each has its own objects, because a converter must not change them.</summary>
    public ChatResponse Create()
    {
        var messages = new RandomResponse(_numbers)._messages;
        messages.RemoveAll(message => message.Contents.Count == 0);
        if (ServiceTier is not null && messages.Count > 0)
            messages[^1].AdditionalProperties = new() { ["service_tier"] = ServiceTier };
        return new(messages)
        {
            ResponseId = "resp-1",
            ModelId = "any-model",
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_769_088_720),
            FinishReason = FinishReason,
            Usage = Usage,
            AdditionalProperties = messages.Count == 0 && ServiceTier is not null ? new() { ["service_tier"] = ServiceTier } : null,
        };
    }

    public override string ToString() => string.Join(", ", _numbers) + "\n" + ResponseText.Describe(Create());

    private IEnumerable<RandomResponse> Shrink() =>
        _numbers.Select((_, index) => new RandomResponse([.. _numbers[..index], .. _numbers[(index + 1)..]]));

    private void Add(int index, int kind, int variant)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"text {index} é\n");
        switch (kind)
        {
            case 0 or 1:
                LastContents.Add(new TextContent(text));
                break;
            case 2:
                LastContents.Add(new TextReasoningContent(text));
                break;
            case 3:
                LastContents.Add(new TextReasoningContent(variant % 2 == 0 ? text : "")
                {
                    ProtectedData = variant % 3 == 0 ? "mistral:signature" : "mistral:other-provider:data",
                });
                break;
            case 4:
                LastContents.Add(new TextContent("") { Annotations = [CreateCitation(variant)] });
                break;
            case 5:
                LastContents.Add(new TextReasoningContent("") { Annotations = [CreateCitation(variant)] });
                break;
            case 6:
                LastContents.Add(new DataContent(new byte[] { 1, 2, (byte)variant }, variant % 2 == 0 ? "image/png" : "audio/wav"));
                break;
            case 7:
                var mediaType = variant % 2 == 0 ? "application/pdf" : "application/zip";
                LastContents.Add(new DataContent(new byte[] { 1, 2, (byte)variant }, mediaType)
                {
                    Name = variant % 3 == 0 ? "file" : null,
                });
                break;
            case 8:
                LastContents.Add(new UriContent($"https://example.com/{variant}", variant % 2 == 0 ? "image/*" : "audio/*"));
                break;
            case 9:
                LastContents.Add(variant % 2 == 0
                    ? new HostedFileContent($"file-{variant}")
                    : new UriContent($"http://example.com/{variant}", "application/octet-stream"));
                break;
            case 10:
                AddExecutedCalls(1 + (variant % 2), index);
                break;
            default:
                _messages.Add(new(ChatRole.Assistant, [new TextContent(text)]));
                break;
        }
    }

    private void AddExecutedCalls(int count, int index)
    {
        var calls = Enumerable.Range(0, count).Select(CreateCall).ToList();
        foreach (var call in calls)
            LastContents.Add(call);
        var results = calls.Select(call => new FunctionResultContent(call.CallId, $"result {index} of {call.Name}"));
        _messages.Add(new(ChatRole.Tool, [.. results]));
        _messages.Add(new(ChatRole.Assistant, []));
    }

    private FunctionCallContent CreateCall(int number) => new(
        Ids[_callCount % Ids.Length] + (_callCount < Ids.Length ? "" : string.Create(CultureInfo.InvariantCulture, $"-{_callCount}")),
        string.Create(CultureInfo.InvariantCulture, $"function_{_callCount++}"),
        number % 2 == 0
            ? new Dictionary<string, object?> { ["city"] = "Paris", ["days"] = number, ["nothing"] = null }
            : new Dictionary<string, object?>());

    private static CitationAnnotation CreateCitation(int variant) => variant % 2 == 0
        ? new()
        {
            Title = $"Title {variant}",
            Url = variant % 3 == 0 ? null : new($"https://example.com/{variant}"),
            ToolName = "web_search",
            Snippet = variant % 5 == 0 ? "A snippet." : null,
        }
        : new() { AdditionalProperties = new() { ["reference_ids"] = JsonElement.Parse($"""[{variant},"b"]""") } };

    private static UsageDetails CreateUsage(int number) => new()
    {
        InputTokenCount = number,
        OutputTokenCount = 2 * number,
        TotalTokenCount = 3 * number,
        CachedInputTokenCount = number % 2 == 0 ? number : null,
        ReasoningTokenCount = number % 3 == 0 ? number : null,
        AdditionalCounts = number % 5 == 0 ? new() { ["prompt_audio_seconds"] = 7, ["connector_tokens"] = number } : null,
    };
}
