namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>A field of an <see cref="ObjectSchema"/>.</summary>
/// <param name="Name">The name of the JSON property.</param>
/// <param name="Schema">The schema of its value.</param>
/// <param name="IsRequired">Whether the property must be present.</param>
internal sealed record Field(string Name, ValueSchema Schema, bool IsRequired)
{
    /// <summary>Creates a required field.</summary>
    public static Field Required(string name, ValueSchema schema) => new(name, schema, IsRequired: true);

    /// <summary>Creates an optional field.</summary>
    public static Field Optional(string name, ValueSchema schema) => new(name, schema, IsRequired: false);
}
