using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>An authorized request to an endpoint.</summary>
/// <param name="httpRequest">The HTTP request, which has the headers and the route values.</param>
/// <param name="body">The body of the request.</param>
internal sealed class ApiRequest(HttpRequest httpRequest, ReadOnlyMemory<byte> body)
{
    /// <summary>The options for parsing bodies. They reject duplicate properties, because these are a mistake of the client.</summary>
    private static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = false };

    /// <summary>The <c>model</c> of the body; null before the body is read, and if it has none.</summary>
    public string? Model { get; private set; }

    /// <summary>Returns the part of the path that a parameter of the route pattern matched.</summary>
    public string GetRouteValue(string name) => (string)httpRequest.RouteValues[name]!;

    /// <summary>Reads the JSON body.</summary>
    /// <param name="schema">The schema of the body.</param>
    /// <exception cref="ApiError">The body is not JSON or does not match the schema. The error lists all field errors.</exception>
    public JsonElement ReadJson(ValueSchema schema)
    {
        if (!Utf8.IsValid(body.Span))
            throw ApiError.UnreadableBody();
        var errors = new FieldErrors();
        if (body.IsEmpty)
            errors.Add("missing", Location.Body, "Field required", default);
        else if (ParseBody(errors) is { } json)
        {
            Model = json.FindString("model");
            schema.Validate(json, Location.Body, errors);
            if (!errors.HasErrors)
                return json;
        }
        throw ApiError.ValidationError(errors);
    }

    private JsonElement? ParseBody(FieldErrors errors)
    {
        if (httpRequest.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
        {
            errors.AddNotAnObject(Location.Body, default);
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(body, DocumentOptions);
            if (body.Span.IndexOf(@"\ud"u8) >= 0 || body.Span.IndexOf(@"\uD"u8) >= 0)
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
