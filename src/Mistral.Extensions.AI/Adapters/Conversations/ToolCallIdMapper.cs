using System.Security.Cryptography;
using System.Text;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Ids of one request as the API takes them, nine letters or digits. The same id becomes the same every time, so that a conversation
/// that is sent again is the same text, and hits the prompt cache.
/// </summary>
internal sealed class ToolCallIdMapper
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // What goes out, and what it stands for.
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);

    internal static bool IsValid(string? id) => id is { Length: 9 } && id.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));

    /// <summary>The calls of one turn under their new ids. Two with the same id become two.</summary>
    internal List<ToolCall> MapCalls(IReadOnlyList<ToolCall> calls)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var turn = new List<ToolCall>(calls.Count);
        foreach (var call in calls)
        {
            var id = call.Id ?? "";
            seen[id] = seen.TryGetValue(id, out var times) ? times + 1 : 0;
            turn.Add(call with { Id = Map(id, repetition: seen[id]) });
        }

        return turn;
    }

    private string Map(string id, int repetition)
    {
        var source = repetition == 0 ? id : $"{id}#{repetition}";
        var mapped = repetition == 0 && IsValid(id) ? id : Hash(source);
        for (var attempt = 1; _taken.TryGetValue(mapped, out var owner) && owner != source; attempt++)
            mapped = Hash($"{source}/{attempt}");

        _taken[mapped] = source;
        return mapped;
    }

    private static string Hash(string text)
    {
        byte[] hash;
        using (var sha = SHA256.Create())
            hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));

        var number = BitConverter.ToUInt64(hash, 0);
        var id = new char[9];
        for (var i = 0; i < id.Length; i++, number /= 62)
            id[i] = Letters[(int)(number % 62)];
        return new(id);
    }
}
