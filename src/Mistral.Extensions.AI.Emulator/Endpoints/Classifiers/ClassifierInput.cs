using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Classifiers;

/// <summary>A text or a conversation of a request.</summary>
/// <param name="Text">The text that is classified: of a conversation, the text of its last message.</param>
/// <param name="Tokens">The number of tokens.</param>
internal sealed record ClassifierInput(string Text, int Tokens)
{
    /// <summary>Reads a text or a list of texts.</summary>
    /// <exception cref="ApiError">The request has no text, or an empty one.</exception>
    public static IReadOnlyList<ClassifierInput> ReadTexts(JsonElement request)
    {
        var text = request.FindString("input");
        string[] texts = text is not null ? [text] : [.. request.FindItems("input").Select(input => input.GetString()!)];
        if (Array.IndexOf(texts, "") is >= 0 and var index)
            throw CreateError($"Input id {index} is empty.");
        return [.. NotEmpty(texts).Select(item => new ClassifierInput(item, Tokenizer.Count(item)))];
    }

    /// <summary>Reads a list of messages or a list of such lists.</summary>
    /// <exception cref="ApiError">The request has no conversation, or one without messages.</exception>
    public static IReadOnlyList<ClassifierInput> ReadConversations(JsonElement request)
    {
        JsonElement[] items = [.. request.FindItems("input")];
        var isSingle = items.Length == 0 || items[0].ValueKind == JsonValueKind.Object;
        return isSingle ? [FromMessages(items)] : [.. items.Select(item => FromMessages([.. item.EnumerateArray()]))];
    }

    /// <summary>Reads an object with messages or a list of such objects.</summary>
    /// <exception cref="ApiError">The request has no conversation, or one without messages.</exception>
    public static IReadOnlyList<ClassifierInput> ReadInstructRequests(JsonElement request)
    {
        var input = request.GetProperty("input");
        JsonElement[] items = input.ValueKind == JsonValueKind.Object ? [input] : [.. input.EnumerateArray()];
        return [.. NotEmpty(items).Select(item => FromMessages([.. item.FindItems("messages")]))];
    }

    private static ClassifierInput FromMessages(JsonElement[] messages) => messages is [.., var last]
        ? new(Conversation.GetText(last), messages.Sum(Tokenizer.CountMessage))
        : throw MessageRules.CreateOrderError("Conversation must have at least one message");

    private static T[] NotEmpty<T>(T[] items) => items.Length > 0 ? items : throw CreateError("No input was provided.");

    private static ApiError CreateError(string message) => ApiError.BadRequest(message, "invalid_request_prompt", "3210");
}
