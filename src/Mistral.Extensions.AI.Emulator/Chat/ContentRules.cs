using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Models;
using Mistral.Extensions.AI.Emulator.Server;
using static Mistral.Extensions.AI.Emulator.Chat.Conversation;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>Which chunks a role may send to a model, and what has to stand in them.</summary>
internal sealed class ContentRules(ModelCard model)
{
    /// <summary>The limit of the documentation's vision page.</summary>
    private const int MaxImages = 8;

    public void Check(IReadOnlyList<JsonElement> messages)
    {
        foreach (var message in messages)
        {
            CheckTypes(message);
            CheckThinking(message);
            foreach (var chunk in ChunksOf(message))
                CheckChunk(chunk);
        }
        if (messages.SelectMany(ChunksOf).Count(chunk => TypeOf(chunk) == "image_url") is var images and > MaxImages)
            throw Refusal.InvalidArguments($"Too many images in request: {images}. The maximum is {MaxImages}.");
    }

    private void CheckTypes(JsonElement message)
    {
        var role = RoleOf(message);
        var unexpected = ChunksOf(message).Select(TypeOf).Where(type => !MayHold(role, type)).Distinct().ToArray();
        if (role == "system" && unexpected is ["thinking"])
            throw Refusal.InvalidArguments("ThinkChunk in system message is not supported for this model");
        if (unexpected.Length > 0)
            throw MessageRules.Order(
                $"Unexpected content chunk types in {role} message: [{string.Join(", ", unexpected.Select(type => $"'{type}'"))}]");
    }

    private bool MayHold(string role, string type) => (role, type) switch
    {
        (_, "text") or ("assistant", "thinking" or "reference") => true,
        ("user", "image_url" or "document_url" or "file" or "input_audio") => true,
        ("system", "thinking") => model.ThinksByPrompt,
        ("tool", "reference") => true,
        ("tool", "image_url") => model.Has("vision"),
        _ => false,
    };

    private static void CheckThinking(JsonElement message)
    {
        if (RoleOf(message) != "assistant")
            return;
        var types = ChunksOf(message).Select(TypeOf).ToArray();
        var leading = types.TakeWhile(type => type == "thinking").Count();
        if (leading > 1)
            throw MessageRules.Order($"Expected at most one leading ThinkChunk, got {leading}");
        if (types.Skip(leading).Contains("thinking"))
            throw MessageRules.Order("ThinkChunks must be leading");
    }

    private void CheckChunk(JsonElement chunk)
    {
        var (capability, what) = TypeOf(chunk) switch
        {
            "image_url" => ("vision", "Image"),
            "input_audio" => ("audio", "Audio"),
            _ => ("completion_chat", ""),
        };
        if (!model.Has(capability))
            throw Refusal.InvalidArguments($"{what} input is not enabled for this model");
        var address = Attachment.AddressOf(chunk);
        if (address is not null && !IsReadable(TypeOf(chunk), address))
            throw Refusal.InvalidArguments(Unreadable(TypeOf(chunk)));
    }

    private static bool IsReadable(string type, string address)
    {
        if (address.StartsWith("https://", StringComparison.Ordinal))
            return Uri.IsWellFormedUriString(address, UriKind.Absolute);
        if (Attachment.SplitDataUri(address) is var (mediaType, data))
            return mediaType.StartsWith(FamilyOf(type), StringComparison.Ordinal) && !mediaType.EndsWith('*') && IsBase64(data);
        return type == "input_audio" && IsBase64(address);
    }

    private static string FamilyOf(string type) => type switch
    {
        "image_url" => "image/",
        "input_audio" => "audio/",
        _ => "application/",
    };

    private static bool IsBase64(string data) => data.Length > 0 && Base64.IsValid(Encoding.UTF8.GetBytes(data));

    private static string Unreadable(string type) => type switch
    {
        "image_url" => "Image content must be a URL (starting with 'https') or base64 encoded image "
            + "(starting with 'data:image/<format>;base64,')",
        "input_audio" => "Audio content must be a URL (starting with 'https') or base64 encoded audio",
        _ => "Document content must be a URL (starting with 'https') or base64 encoded document "
            + "(starting with 'data:application/<format>;base64,')",
    };
}
