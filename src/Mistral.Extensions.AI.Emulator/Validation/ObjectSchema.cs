using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of objects with known fields. Unknown fields are errors, as in most request schemas of the API.</summary>
/// <param name="name">The name of the schema in the OpenAPI description.</param>
/// <param name="fields">The known fields.</param>
internal sealed class ObjectSchema(string name, params Field[] fields) : ValueSchema
{
    private readonly HashSet<string> _fieldNames = [.. fields.Select(field => field.Name)];

    private bool _allowsUnknownFields;

    public override string Name => name;

    /// <summary>
    /// Creates a schema that allows unknown fields. The OpenAPI description of such a schema has no <c>additionalProperties: false</c>.
    /// </summary>
    public static ObjectSchema AllowingUnknownFields(string name, params Field[] fields) =>
        new(name, fields) { _allowsUnknownFields = true };

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
        {
            errors.AddNotAnObject(location, value);
            return;
        }
        foreach (var field in fields)
        {
            if (value.TryGetProperty(field.Name, out var fieldValue))
                field.Schema.Validate(fieldValue, location.Child(field.Name), errors);
            else if (field.IsRequired)
                errors.Add("missing", location.Child(field.Name), "Field required", value);
        }
        if (!_allowsUnknownFields)
            AddUnknownFieldErrors(value, location, errors);
    }

    private void AddUnknownFieldErrors(JsonElement value, Location location, FieldErrors errors)
    {
        foreach (var property in value.EnumerateObject().Where(property => !_fieldNames.Contains(property.Name)))
            errors.Add("extra_forbidden", location.Child(property.Name), "Extra inputs are not permitted", property.Value);
    }
}
