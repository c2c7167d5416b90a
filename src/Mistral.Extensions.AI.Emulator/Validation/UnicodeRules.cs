using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// Finds strings with a surrogate without its counterpart (<c>"\ud800"</c>), which are valid JSON and no valid text. .NET throws an
/// exception when such a string is read.
/// </summary>
internal static class UnicodeRules
{
    /// <summary>Adds an error for the first such string or property name.</summary>
    public static void Check(JsonElement value, Location location, FieldErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when !IsText(() => value.GetString()):
                errors.Add("string_unicode", location,
                    "Input should be a valid string, unable to parse raw data as a unicode string", default);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray().TakeWhile(_ => !errors.HasErrors))
                    Check(item, location.Child(index++), errors);
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject().TakeWhile(_ => !errors.HasErrors))
                    CheckProperty(property, location, errors);
                break;
        }
    }

    private static void CheckProperty(JsonProperty property, Location location, FieldErrors errors)
    {
        if (IsText(() => property.Name))
            Check(property.Value, location.Child(property.Name), errors);
        else
            errors.Add("string_unicode", location.Child("[key]"),
                "Input should be a valid string, unable to parse raw data as a unicode string", default);
    }

    private static bool IsText(Func<string?> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
