using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of a JSON value. The schema of each request is built with the static members of this class.</summary>
internal abstract class ValueSchema
{
    /// <summary>The schema of strings.</summary>
    public static readonly ValueSchema StringValue =
        new KindSchema("str", "string_type", "Input should be a valid string", JsonValueKind.String);

    /// <summary>The schema of booleans.</summary>
    public static readonly ValueSchema BooleanValue = new BooleanSchema();

    /// <summary>The schema of objects with any fields.</summary>
    public static readonly ValueSchema AnyObject =
        new KindSchema("dict", "dict_type", "Input should be a valid dictionary", JsonValueKind.Object);

    /// <summary>The schema of all JSON values.</summary>
    public static readonly ValueSchema AnyValue = new AnySchema();

    /// <summary>The schema of UUIDs.</summary>
    public static readonly ValueSchema Uuid = new UuidSchema();

    /// <summary>The schema of times.</summary>
    public static readonly ValueSchema DateTime = new DateTimeSchema();

    /// <summary>The name of the schema in pydantic. It is a part of the location of an error in a union.</summary>
    public abstract string Name { get; }

    /// <summary>A schema that accepts null and the values of this schema.</summary>
    public virtual ValueSchema OrNull => new NullableSchema(this);

    /// <summary>
    /// Whether the schema is for values of the JSON kind of this value. A union reports only the errors of such schemas, if it has any.
    /// </summary>
    public abstract bool MatchesKind(JsonElement value);

    /// <summary>Adds an error for each mismatch between a value and the schema.</summary>
    public abstract void Validate(JsonElement value, Location location, FieldErrors errors);

    /// <summary>Creates the schema of numbers in a range.</summary>
    public static ValueSchema Number(double? min = null, double? max = null, double? exclusiveMin = null) =>
        new NumberSchema(isInteger: false) { Min = min, Max = max, ExclusiveMin = exclusiveMin };

    /// <summary>Creates the schema of integers in a range.</summary>
    public static ValueSchema Integer(double? min = null, double? max = null, double? exclusiveMin = null) =>
        new NumberSchema(isInteger: true) { Min = min, Max = max, ExclusiveMin = exclusiveMin };

    /// <summary>Creates the schema of an enumeration.</summary>
    public static ValueSchema EnumOf(params string[] values) => new EnumSchema("enum", values);

    /// <summary>Creates the schema of a constant.</summary>
    public static ValueSchema Const(string value) => new EnumSchema("literal_error", [value]);

    /// <summary>Creates the schema of an array.</summary>
    public static ValueSchema ListOf(ValueSchema item, int minItems = 0, int maxItems = int.MaxValue) =>
        new ListSchema(item, minItems, maxItems);

    /// <summary>Creates a union of schemas.</summary>
    public static ValueSchema AnyOf(params ValueSchema[] members) => new UnionSchema(members);
}
