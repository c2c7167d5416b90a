using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>A request and its response: the content of one file.</summary>
/// <param name="Number">The position among equal requests; 1 for the first.</param>
/// <param name="Request">The request, see <see cref="RequestDescription"/>.</param>
/// <param name="Response">The response.</param>
internal sealed record RecordedExchange(int Number, JsonElement Request, RecordedResponse Response)
{
    /// <summary>The hash of the request. Equal requests have the same key.</summary>
    public string Key { get; } = CanonicalJson.Hash(Request);

    /// <summary>The name of the file.</summary>
    public required string FileName { get; init; }
}
