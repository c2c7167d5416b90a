using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Creates and checks tool-call IDs. Mistral accepts IDs of exactly nine characters: a-z, A-Z and 0-9 (error 3280 otherwise).
/// </summary>
internal static class ToolCallId
{
    private const int Length = 9;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    internal static bool IsValid(string? id) =>
        id is { Length: Length } && id.All(character => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));

    /// <summary>Derives an ID from a text with SHA-256. The same text always gives the same ID.</summary>
    internal static string FromHash(string text)
    {
        byte[] hash;
        using (var sha = SHA256.Create())
            hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));

        var number = BitConverter.ToUInt64(hash, 0);
        var characters = new char[Length];
        for (var i = 0; i < Length; i++, number /= (ulong)Alphabet.Length)
            characters[i] = Alphabet[(int)(number % (ulong)Alphabet.Length)];
        return new(characters);
    }

    /// <summary>Creates a random ID, for a call that the server sent without one.</summary>
    internal static string CreateRandom()
    {
        var random = new byte[Length];
        using (var generator = RandomNumberGenerator.Create())
            generator.GetBytes(random);
        return string.Concat(random.Select(value => Alphabet[value % Alphabet.Length]));
    }
}
