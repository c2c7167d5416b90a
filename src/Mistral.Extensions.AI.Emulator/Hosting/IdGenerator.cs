using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Generates the IDs and times of one emulator. They have the format of the server's IDs and are derived from counters, so that the same
/// requests get the same responses in every run.
/// </summary>
internal sealed class IdGenerator
{
    private const string AlphanumericCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>2026-01-01T00:00:00Z, in seconds since 1970.</summary>
    private const long StartTime = 1_767_225_600;

    private int _correlationCount;
    private int _responseCount;
    private int _toolCallCount;
    private int _uuidCount;
    private int _prefixedIdCount;

    /// <summary>Starts again with the first IDs.</summary>
    public void Reset() =>
        _correlationCount = _responseCount = _toolCallCount = _uuidCount = _prefixedIdCount = 0;

    /// <summary>Generates the value of a <c>mistral-correlation-id</c> header.</summary>
    public string NextCorrelationId() => $"019b0000-0000-7000-8000-{Interlocked.Increment(ref _correlationCount):x12}";

    /// <summary>Generates the ID and the creation time, in seconds since 1970, of a response.</summary>
    public (string Id, long Created) NextResponse()
    {
        var number = Interlocked.Increment(ref _responseCount);
        return (Convert.ToHexStringLower(Hash("completion", number)[..16]), StartTime + number);
    }

    /// <summary>Generates a tool-call ID: nine letters or digits, the only format that the API accepts.</summary>
    public string NextToolCallId()
    {
        var hash = Hash("tool call", Interlocked.Increment(ref _toolCallCount));
        return string.Concat(hash[..9].Select(value => AlphanumericCharacters[value % AlphanumericCharacters.Length]));
    }

    /// <summary>Generates the ID of a file or a job.</summary>
    public Guid NextUuid()
    {
        const int Version = 4;
        var bytes = Hash("uuid", Interlocked.Increment(ref _uuidCount))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | (Version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Generates the ID of an agent, a conversation or an entry, for example <c>conv_019b...</c> with 32 digits.</summary>
    public string NextPrefixedId(string prefix)
    {
        var hash = Hash(prefix, Interlocked.Increment(ref _prefixedIdCount));
        return $"{prefix}_019b{Convert.ToHexStringLower(hash[..14])}";
    }

    private static byte[] Hash(string kind, int number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {number}")));
}
