using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>The values that the chat client of this library adds to the additional properties of a response.</summary>
/// <param name="FinishReason">The finish reason of the API, if it differs from the typed one.</param>
/// <param name="ServiceTier">The service tier that processed the request.</param>
internal readonly record struct ResponseProperties(string? FinishReason, string? ServiceTier)
{
    /// <summary>Reads the properties of the response and of its messages. Later values replace earlier ones.</summary>
    internal static ResponseProperties From(IEnumerable<AdditionalPropertiesDictionary?> properties)
    {
        var result = default(ResponseProperties);
        foreach (var dictionary in properties)
            result = result.With(dictionary);
        return result;
    }

    internal ResponseProperties With(AdditionalPropertiesDictionary? properties) => properties is null
        ? this
        : new(
            GetText(properties, AdditionalPropertyKeys.FinishReason) ?? FinishReason,
            GetText(properties, AdditionalPropertyKeys.ServiceTier) ?? ServiceTier);

    // Other providers may use the same keys for values of other types.
    private static string? GetText(AdditionalPropertiesDictionary properties, string key) =>
        AdditionalPropertyReader.From(properties).GetValue(key) switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => null,
        };
}
