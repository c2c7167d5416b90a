using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>An entry of a conversation.</summary>
/// <param name="Json">The entry as the API returns it.</param>
internal sealed record ConversationEntry(JsonElement Json)
{
    /// <summary>
    /// The result of the hosted tool, if the entry is a <c>tool.execution</c> of this server, or a denied <c>function.call</c>.
    /// </summary>
    public HostedToolResult? Result { get; init; }

    /// <summary>The chunks of the text in a stream; null for one chunk for each token.</summary>
    public IReadOnlyList<string>? TextChunks { get; init; }

    public string Id => Json.FindString("id")!;

    /// <summary>The type of the entry, for example <c>message.input</c>.</summary>
    public string Type => Json.FindString("type")!;

    public bool IsUserMessage => Type == EntryTypes.MessageInput && Json.FindString("role") == "user";

    /// <summary>Whether the entry is a call that the user has not confirmed yet.</summary>
    public bool IsPending => Type == EntryTypes.FunctionCall && Json.FindString("confirmation_status") == "pending";
}
