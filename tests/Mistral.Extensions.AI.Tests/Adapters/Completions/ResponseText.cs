using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>
/// Describes everything in a response that the API can hold. The division of a text, and of contents into messages, is not part of it.
/// </summary>
internal static class ResponseText
{
    private static readonly JsonSerializerOptions CompactJson = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    internal static string Describe(ChatResponse response) => string.Join('\n',
    [
        $"{response.ResponseId} {response.ModelId} {response.CreatedAt:O} {response.FinishReason}",
        $"service tier: {GetServiceTier(response)}",
        Describe(response.Usage),
        .. Describe(response.Messages.SelectMany(message => message.Contents)),
    ]);

    private static IEnumerable<string> Describe(IEnumerable<AIContent> contents)
    {
        AIContent? joined = null;
        foreach (var content in contents)
        {
            if (joined is TextContent { Annotations: null } text && content is TextContent { Annotations: null } nextText)
            {
                joined = new TextContent(text.Text + nextText.Text);
            }
            else if (joined is TextReasoningContent { Annotations: null, ProtectedData: null } reasoning
                && content is TextReasoningContent { Annotations: null } next)
            {
                joined = new TextReasoningContent(reasoning.Text + next.Text) { ProtectedData = next.ProtectedData };
            }
            else
            {
                if (joined is not null)
                    yield return DescribeContent(joined);
                joined = content;
            }
        }

        if (joined is not null)
            yield return DescribeContent(joined);
    }

    private static string DescribeContent(AIContent content) => $"{content.GetType().Name} " + content switch
    {
        TextContent text => $"{text.Text} {DescribeCitations(text)}",
        TextReasoningContent reasoning => $"{reasoning.Text} {reasoning.ProtectedData} {DescribeCitations(reasoning)}",
        FunctionCallContent call => $"{call.CallId} {call.Name} {ToJson(call.Arguments)}",
        FunctionResultContent result => $"{result.CallId} {result.Result}",
        DataContent data => $"{data.Uri} {data.Name}",
        UriContent link => $"{link.Uri} {link.MediaType}",
        HostedFileContent file => file.FileId,
        ErrorContent error => error.Message,
        _ => "",
    };

    private static string ToJson(IDictionary<string, object?>? arguments) =>
        JsonSerializer.Serialize(arguments, CompactJson.GetTypeInfo(typeof(IDictionary<string, object?>)));

    private static string DescribeCitations(AIContent content) => string.Join(' ', (content.Annotations ?? []).Cast<CitationAnnotation>()
        .Select(citation => $"[{citation.Title}|{citation.Url}|{citation.ToolName}|{citation.Snippet}|"
            + $"{citation.AdditionalProperties?["reference_ids"]}]"));

    // Missing usage is returned to a client as zero tokens, because clients require it.
    private static string Describe(UsageDetails? usage) =>
        $"usage {usage?.InputTokenCount ?? 0} {usage?.OutputTokenCount ?? 0} {usage?.TotalTokenCount ?? 0} {usage?.CachedInputTokenCount} "
        + $"{usage?.ReasoningTokenCount} "
        + string.Join(' ', (usage?.AdditionalCounts ?? []).OrderBy(count => count.Key, StringComparer.Ordinal));

    private static object? GetServiceTier(ChatResponse response) => response.Messages
        .Select(message => message.AdditionalProperties).Append(response.AdditionalProperties)
        .Select(properties => properties?.GetValueOrDefault("service_tier")).LastOrDefault(tier => tier is not null);
}
