using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Fields;

/// <summary>What a field may hold. Shapes are put together into tables, one for each request of the API.</summary>
internal abstract class Shape
{
    public static readonly Shape Text = new TextShape();
    public static readonly Shape Flag = new FlagShape();
    public static readonly Shape Uuid = new UuidShape();
    public static readonly Shape OpenObject = new OpenObjectShape();

    /// <summary>How pydantic calls this member in the location of a union's error.</summary>
    public abstract string Name { get; }

    public virtual Shape OrNull => new NullableShape(this);

    /// <summary>Whether a value is of this shape's JSON kind, so that of a union only this member's errors matter.</summary>
    public abstract bool Claims(JsonElement value);

    public abstract void Check(JsonElement value, Location at, FieldErrors errors);

    public static Shape Number(double? min = null, double? max = null, double? above = null) =>
        new NumberShape(whole: false) { Min = min, Max = max, Above = above };

    public static Shape Whole(double? min = null, double? above = null) =>
        new NumberShape(whole: true) { Min = min, Above = above };

    /// <summary>An enumeration of the API.</summary>
    public static Shape OneOf(params string[] values) => new WordShape("enum", values);

    /// <summary>A constant of the API.</summary>
    public static Shape Const(string value) => new WordShape("literal_error", [value]);

    public static Shape ListOf(Shape item, int minItems = 0) => new ListShape(item, minItems);

    public static Shape Any(params Shape[] members) => new UnionShape(members);

    private sealed class NullableShape(Shape inner) : Shape
    {
        public override string Name => inner.Name;

        public override Shape OrNull => this;

        public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.Null || inner.Claims(value);

        public override void Check(JsonElement value, Location at, FieldErrors errors)
        {
            if (value.ValueKind != JsonValueKind.Null)
                inner.Check(value, at, errors);
        }
    }
}
