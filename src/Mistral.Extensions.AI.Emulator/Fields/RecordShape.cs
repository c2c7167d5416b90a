using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Fields;

/// <summary>One line of a table: the name on the wire, what it may hold, whether it has to be there.</summary>
internal sealed record Field(string Name, Shape Shape, bool IsRequired)
{
    public static Field Required(string name, Shape shape) => new(name, shape, IsRequired: true);

    public static Field Optional(string name, Shape shape) => new(name, shape, IsRequired: false);
}

/// <summary>An object with known fields. It is closed, as most of the API's request schemas are, unless made open.</summary>
internal sealed class RecordShape(string name, params Field[] fields) : Shape
{
    private readonly Dictionary<string, Field> _fields = fields.ToDictionary(field => field.Name);

    private bool _isOpen;

    public override string Name => name;

    /// <summary>A record that lets unknown fields through: its schema lacks <c>additionalProperties: false</c>.</summary>
    public static RecordShape Open(string name, params Field[] fields) => new(name, fields) { _isOpen = true };

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
        {
            errors.Add("model_attributes_type", at, "Input should be a valid dictionary or object to extract fields from", value);
            return;
        }
        foreach (var field in fields)
        {
            if (value.TryGetProperty(field.Name, out var held))
                field.Shape.Check(held, at.At(field.Name), errors);
            else if (field.IsRequired)
                errors.Add("missing", at.At(field.Name), "Field required", value);
        }
        if (!_isOpen)
            RefuseUnknown(value, at, errors);
    }

    private void RefuseUnknown(JsonElement value, Location at, FieldErrors errors)
    {
        foreach (var property in value.EnumerateObject().Where(property => !_fields.ContainsKey(property.Name)))
            errors.Add("extra_forbidden", at.At(property.Name), "Extra inputs are not permitted", property.Value);
    }
}
