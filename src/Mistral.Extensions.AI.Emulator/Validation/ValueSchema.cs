using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>What a field may hold. Shapes are put together into tables, one for each request of the API.</summary>
internal abstract class ValueSchema
{
    public static readonly ValueSchema StringValue = new StringSchema();
    public static readonly ValueSchema BooleanValue = new BooleanSchema();
    public static readonly ValueSchema Uuid = new UuidSchema();
    public static readonly ValueSchema AnyObject = new AnyObjectSchema();

    /// <summary>How pydantic calls this member in the location of a union's error.</summary>
    public abstract string Name { get; }

    public virtual ValueSchema OrNull => new NullableSchema(this);

    /// <summary>Whether a value is of this shape's JSON kind, so that of a union only this member's errors matter.</summary>
    public abstract bool MatchesKind(JsonElement value);

    public abstract void Validate(JsonElement value, Location location, FieldErrors errors);

    public static ValueSchema Number(double? min = null, double? max = null, double? exclusiveMin = null) =>
        new NumberSchema(isInteger: false) { Min = min, Max = max, ExclusiveMin = exclusiveMin };

    public static ValueSchema Integer(double? min = null, double? exclusiveMin = null) =>
        new NumberSchema(isInteger: true) { Min = min, ExclusiveMin = exclusiveMin };

    /// <summary>An enumeration of the API.</summary>
    public static ValueSchema EnumOf(params string[] values) => new EnumSchema("enum", values);

    /// <summary>A constant of the API.</summary>
    public static ValueSchema Const(string value) => new EnumSchema("literal_error", [value]);

    public static ValueSchema ListOf(ValueSchema item, int minItems = 0) => new ListSchema(item, minItems);

    public static ValueSchema AnyOf(params ValueSchema[] members) => new UnionSchema(members);

    private sealed class NullableSchema(ValueSchema inner) : ValueSchema
    {
        public override string Name => inner.Name;

        public override ValueSchema OrNull => this;

        public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Null || inner.MatchesKind(value);

        public override void Validate(JsonElement value, Location location, FieldErrors errors)
        {
            if (value.ValueKind != JsonValueKind.Null)
                inner.Validate(value, location, errors);
        }
    }
}
