using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>A request as a room of the API sees it: let in, routed, body not yet read.</summary>
internal sealed class ApiRequest(IReadOnlyDictionary<string, string> routeValues, ReadOnlyMemory<byte> body, string? contentType)
{
    /// <summary>Strict: a member that is there twice is a mistake of the client, whichever of the two the server would take.</summary>
    public static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = false };

    /// <summary>A part of the path, by its name in the route's pattern.</summary>
    public string this[string argument] => routeValues[argument];

    /// <summary>The JSON body, refused with every error there is in it unless it fits the shape.</summary>
    /// <param name="createError">How this room words field errors; <see cref="ApiError.ValidationError"/> unless given.</param>
    public JsonElement ReadJson(ValueSchema schema, Func<FieldErrors, ApiError>? createError = null)
    {
        var errors = new FieldErrors();
        if (body.IsEmpty)
            errors.Add("missing", Location.Body, "Field required", default);
        else if (ParseBody(errors) is { } json)
        {
            schema.Validate(json, Location.Body, errors);
            if (!errors.HasErrors)
                return json;
        }
        throw (createError ?? ApiError.ValidationError)(errors);
    }

    private JsonElement? ParseBody(FieldErrors errors)
    {
        if (contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
        {
            errors.Add("model_attributes_type", Location.Body,
                "Input should be a valid dictionary or object to extract fields from", default);
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(body, DocumentOptions);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            errors.Add("json_invalid", Location.Body.Child((int)(error.BytePositionInLine ?? 0)), "JSON decode error", default,
                new JsonObject { ["error"] = error.Message });
            return null;
        }
    }
}
