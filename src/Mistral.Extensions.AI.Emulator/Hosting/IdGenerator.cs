using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Ids and times of one emulator. They look like the server's and come from counters, so the same requests get the same
/// answers in every run.
/// </summary>
internal sealed class IdGenerator
{
    private const string AlphanumericCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const long FirstCreationTime = 1_767_225_600;

    private int _correlationCount;
    private int _completionCount;
    private int _toolCallCount;

    public string NextCorrelationId() => $"019b0000-0000-7000-8000-{Interlocked.Increment(ref _correlationCount):x12}";

    /// <summary>The id of a completion and the second it was created in.</summary>
    public (string Id, long Created) NextCompletion()
    {
        var number = Interlocked.Increment(ref _completionCount);
        return (Convert.ToHexStringLower(Hash("completion", number)[..16]), FirstCreationTime + number);
    }

    /// <summary>Nine letters or digits: the only shape of a tool-call id that the API takes back.</summary>
    public string NextToolCallId() =>
        string.Concat(Hash("tool call", Interlocked.Increment(ref _toolCallCount))[..9].Select(value => AlphanumericCharacters[value % 62]));

    private static byte[] Hash(string kind, int number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {number}")));
}
