using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Converts requests in both directions, and to JSON.</summary>
internal static class RequestJson
{
    /// <summary>Converts a request to Microsoft.Extensions.AI and back, without normalization.</summary>
    internal static ChatCompletionRequest ConvertBothWays(this ChatCompletionRequest request) =>
        request.Messages!.ToChatMessages().ToChatCompletionRequest(request.ToChatOptions(), rules: new() { Normalize = false });

    internal static string ToJson(this ChatCompletionRequest request) =>
        JsonSerializer.Serialize(request, ChatJson.Default.ChatCompletionRequest);

    internal static ChatCompletionRequest Parse(string json) => JsonSerializer.Deserialize(json, ChatJson.Default.ChatCompletionRequest)!;
}
