using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>One line of a table: the name on the wire, what it may hold, whether it has to be there.</summary>
internal sealed record Field(string Name, ValueSchema Schema, bool IsRequired)
{
    public static Field Required(string name, ValueSchema schema) => new(name, schema, IsRequired: true);

    public static Field Optional(string name, ValueSchema schema) => new(name, schema, IsRequired: false);
}

/// <summary>An object with known fields. It is closed, as most of the API's request schemas are, unless made open.</summary>
internal sealed class ObjectSchema(string name, params Field[] fields) : ValueSchema
{
    private readonly Dictionary<string, Field> _fields = fields.ToDictionary(field => field.Name);

    private bool _allowsUnknownFields;

    public override string Name => name;

    /// <summary>A record that lets unknown fields through: its schema lacks <c>additionalProperties: false</c>.</summary>
    public static ObjectSchema AllowingUnknownFields(string name, params Field[] fields) => new(name, fields) { _allowsUnknownFields = true };

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
            if (value.TryGetProperty(field.Name, out var held))
                field.Schema.Validate(held, location.Child(field.Name), errors);
            else if (field.IsRequired)
                errors.Add("missing", location.Child(field.Name), "Field required", value);
        }
        if (!_allowsUnknownFields)
            AddUnknownFieldErrors(value, location, errors);
    }

    private void AddUnknownFieldErrors(JsonElement value, Location location, FieldErrors errors)
    {
        foreach (var property in value.EnumerateObject().Where(property => !_fields.ContainsKey(property.Name)))
            errors.Add("extra_forbidden", location.Child(property.Name), "Extra inputs are not permitted", property.Value);
    }
}
