using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>Parses JSON that a client sent.</summary>
internal static class JsonText
{
    /// <summary>The options for parsing. They reject duplicate properties, because these are a mistake of the client.</summary>
    private static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = false };

    /// <summary>Parses JSON; returns null and adds an error if it is not valid.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> json, FieldErrors errors)
    {
        try
        {
            using var document = JsonDocument.Parse(json, DocumentOptions);
            if (json.Span.IndexOf(@"\ud"u8) >= 0 || json.Span.IndexOf(@"\uD"u8) >= 0)
                UnicodeRules.Check(document.RootElement, Location.Body, errors);
            return errors.HasErrors ? null : document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            errors.Add("json_invalid", Location.Body.Child((int)(error.BytePositionInLine ?? 0)), "JSON decode error", default,
                new JsonObject { ["error"] = error.Message });
            return null;
        }
        // The name of a property is not valid text.
        catch (InvalidOperationException)
        {
            UnicodeRules.AddError(Location.Body, errors);
            return null;
        }
    }
}
