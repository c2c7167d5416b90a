using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for content chunks: the chunk types of each role, and the capabilities of the model.</summary>
/// <param name="model">The model.</param>
/// <param name="files">The uploaded files that chunks can reference.</param>
internal sealed class ContentRules(ModelCard model, FileStore files)
{
    /// <summary>The maximum number of images in a request, from the vision page of Mistral's documentation.</summary>
    private const int MaxImages = 8;

    /// <summary>Rejects messages with content that their role or the model does not support.</summary>
    public void Check(IReadOnlyList<JsonElement> messages)
    {
        foreach (var (index, message) in messages.Index())
        {
            CheckChunkTypes(message);
            CheckThinking(message);
            var content = Location.Body.Child("messages").Child(index).Child(GetRole(message)).Child("content").Child("list[ContentChunk]");
            foreach (var (chunkIndex, chunk) in GetChunks(message).Index())
                CheckChunk(chunk, content, chunkIndex);
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

    private void CheckChunk(JsonElement chunk, Location content, int index)
    {
        var type = GetChunkType(chunk);
        if (type == "image_url" && !model.HasCapability("vision"))
            throw ApiError.InvalidArguments("Image input is not enabled for this model");
        if (type == "input_audio" && !model.HasCapability("audio"))
            throw ApiError.InvalidArguments("Audio input is not enabled for this model");
        if (type == "file")
            files.GetRequired(chunk);
        AttachmentRules.Check(type, chunk, content.Child(index).Child(type));
    }
}
