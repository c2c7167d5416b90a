using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for content chunks: the chunk types of each role, the capabilities of the model, and valid URLs.</summary>
internal sealed class ContentRules(ModelCard model)
{
    /// <summary>The maximum number of images in a request, from the vision page of Mistral's documentation.</summary>
    private const int MaxImages = 8;

    /// <summary>Rejects messages with content that their role or the model does not support.</summary>
    public void Check(IReadOnlyList<JsonElement> messages)
    {
        foreach (var message in messages)
        {
            CheckChunkTypes(message);
            CheckThinking(message);
            foreach (var chunk in GetChunks(message))
                CheckChunk(chunk);
        }
        if (messages.SelectMany(GetChunks).Count(chunk => GetChunkType(chunk) == "image_url") is var imageCount and > MaxImages)
            throw ApiError.InvalidArguments($"Too many images in request: {imageCount}. The maximum is {MaxImages}.");
    }

    private void CheckChunkTypes(JsonElement message)
    {
        var role = GetRole(message);
        var unexpected = GetChunks(message).Select(GetChunkType).Where(type => !IsAllowed(role, type)).Distinct().ToArray();
        if (role == "system" && unexpected is ["thinking"])
            throw ApiError.InvalidArguments("ThinkChunk in system message is not supported for this model");
        if (unexpected.Length > 0)
            throw MessageRules.CreateOrderError(
                $"Unexpected content chunk types in {role} message: [{string.Join(", ", unexpected.Select(type => $"'{type}'"))}]");
    }

    private bool IsAllowed(string role, string type) => (role, type) switch
    {
        (_, "text") or ("assistant", "thinking" or "reference") => true,
        ("user", "image_url" or "document_url" or "file" or "input_audio") => true,
        ("system", "thinking") => model.UsesPromptMode,
        ("tool", "reference") => true,
        ("tool", "image_url") => model.HasCapability("vision"),
        _ => false,
    };

    private static void CheckThinking(JsonElement message)
    {
        if (GetRole(message) != "assistant")
            return;
        var types = GetChunks(message).Select(GetChunkType).ToArray();
        var leadingCount = types.TakeWhile(type => type == "thinking").Count();
        if (leadingCount > 1)
            throw MessageRules.CreateOrderError($"Expected at most one leading ThinkChunk, got {leadingCount}");
        if (types.Skip(leadingCount).Contains("thinking"))
            throw MessageRules.CreateOrderError("ThinkChunks must be leading");
    }

    private void CheckChunk(JsonElement chunk)
    {
        var type = GetChunkType(chunk);
        if (type == "image_url" && !model.HasCapability("vision"))
            throw ApiError.InvalidArguments("Image input is not enabled for this model");
        if (type == "input_audio" && !model.HasCapability("audio"))
            throw ApiError.InvalidArguments("Audio input is not enabled for this model");
        if (AttachmentDescription.GetUrl(chunk) is { } url && !IsValidUrl(type, url))
            throw ApiError.InvalidArguments(GetInvalidUrlMessage(type));
    }

    /// <summary>Whether a URL is https, or a data URI of the right media type. Audio can also be base64 without a data URI.</summary>
    private static bool IsValidUrl(string type, string url)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal))
            return Uri.IsWellFormedUriString(url, UriKind.Absolute);
        if (DataUri.Parse(url) is var (mediaType, data))
            return mediaType.StartsWith(GetMediaTypePrefix(type), StringComparison.Ordinal) && !mediaType.EndsWith('*') && IsBase64(data);
        return type == "input_audio" && IsBase64(url);
    }

    private static string GetMediaTypePrefix(string type) => type switch
    {
        "image_url" => "image/",
        "input_audio" => "audio/",
        _ => "application/",
    };

    private static bool IsBase64(string data) => data.Length > 0 && Base64.IsValid(Encoding.UTF8.GetBytes(data));

    private static string GetInvalidUrlMessage(string type) => type switch
    {
        "image_url" => "Image content must be a URL (starting with 'https') or base64 encoded image "
            + "(starting with 'data:image/<format>;base64,')",
        "input_audio" => "Audio content must be a URL (starting with 'https') or base64 encoded audio",
        _ => "Document content must be a URL (starting with 'https') or base64 encoded document "
            + "(starting with 'data:application/<format>;base64,')",
    };
}
