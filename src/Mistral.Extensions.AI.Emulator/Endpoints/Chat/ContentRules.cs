using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Which chunks a role may send to a model, and what has to stand in them.</summary>
internal sealed class ContentRules(ModelCard model)
{
    /// <summary>The limit of the documentation's vision page.</summary>
    private const int MaxImages = 8;

    public void Check(IReadOnlyList<JsonElement> messages)
    {
        foreach (var message in messages)
        {
            CheckChunkTypes(message);
            CheckThinking(message);
            foreach (var chunk in GetChunks(message))
                CheckChunk(chunk);
        }
        if (messages.SelectMany(GetChunks).Count(chunk => GetChunkType(chunk) == "image_url") is var images and > MaxImages)
            throw ApiError.InvalidArguments($"Too many images in request: {images}. The maximum is {MaxImages}.");
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
        var leading = types.TakeWhile(type => type == "thinking").Count();
        if (leading > 1)
            throw MessageRules.CreateOrderError($"Expected at most one leading ThinkChunk, got {leading}");
        if (types.Skip(leading).Contains("thinking"))
            throw MessageRules.CreateOrderError("ThinkChunks must be leading");
    }

    private void CheckChunk(JsonElement chunk)
    {
        var (capability, what) = GetChunkType(chunk) switch
        {
            "image_url" => ("vision", "Image"),
            "input_audio" => ("audio", "Audio"),
            _ => ("completion_chat", ""),
        };
        if (!model.HasCapability(capability))
            throw ApiError.InvalidArguments($"{what} input is not enabled for this model");
        var address = AttachmentDescription.GetUrl(chunk);
        if (address is not null && !IsValidUrl(GetChunkType(chunk), address))
            throw ApiError.InvalidArguments(GetInvalidUrlMessage(GetChunkType(chunk)));
    }

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
