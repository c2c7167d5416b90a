namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The entries of a conversation while one request is processed.</summary>
/// <param name="history">The entries before the request.</param>
internal sealed class Turn(IEnumerable<ConversationEntry> history)
{
    private readonly List<ConversationEntry> _entries = [.. history];
    private readonly List<ConversationEntry> _outputs = [];

    /// <summary>All entries of the conversation.</summary>
    public IReadOnlyList<ConversationEntry> Entries => _entries;

    /// <summary>The entries of the response.</summary>
    public IReadOnlyList<ConversationEntry> Outputs => _outputs;

    /// <summary>The entries after the last user message.</summary>
    public IEnumerable<ConversationEntry> CurrentEntries => _entries.Skip(_entries.FindLastIndex(entry => entry.IsUserMessage) + 1);

    /// <summary>Whether nothing responded to the last user message yet, except that the conversation was handed over.</summary>
    public bool IsNew => CurrentEntries.All(entry => entry.Type == EntryTypes.AgentHandoff);

    /// <summary>Whether the user has to confirm a call.</summary>
    public bool IsPending => _entries.Exists(entry => entry.IsPending);

    public void AddInput(ConversationEntry entry) => _entries.Add(entry);

    public void AddOutput(ConversationEntry entry)
    {
        _entries.Add(entry);
        _outputs.Add(entry);
    }

    /// <summary>Returns the call that the user has to confirm; null if it does not exist.</summary>
    public ConversationEntry? FindPending(string toolCallId) =>
        _entries.Find(entry => entry.IsPending && entry.Json.GetProperty("tool_call_id").GetString() == toolCallId);

    public void Replace(ConversationEntry entry, ConversationEntry replacement) => _entries[_entries.IndexOf(entry)] = replacement;
}
