using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>
/// Replaces the IDs of tool calls that are not valid in the API, which are nine letters or digits. When a request has such an ID, the chat
/// client gets its own ID again. Thread-safe.
/// </summary>
/// <param name="nextToolCallId">Creates a valid ID.</param>
internal sealed partial class ToolCallIds(Func<string> nextToolCallId)
{
    /// <summary>The maximum number of IDs. When it is exceeded, all are removed; chat clients then get the valid IDs.</summary>
    private const int MaxIds = 100_000;

    private readonly ConcurrentDictionary<string, string> _originalIds = [];

    /// <summary>Returns the ID in the response of the emulator, for the ID of a chat client.</summary>
    public string ToValid(string? id)
    {
        if (id is not null && IdRegex().IsMatch(id))
            return id;
        var validId = nextToolCallId();
        if (_originalIds.Count >= MaxIds)
            _originalIds.Clear();
        if (!string.IsNullOrEmpty(id))
            _originalIds[validId] = id;
        return validId;
    }

    /// <summary>Returns the ID of the chat client, for the ID in a request.</summary>
    public string ToOriginal(string id) => _originalIds.GetValueOrDefault(id, id);

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex IdRegex();
}
