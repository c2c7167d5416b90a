using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// Finds strings with a surrogate without its counterpart (<c>"\ud800"</c>), which are valid JSON and not valid text. .NET throws an
/// exception when such a string is read.
/// </summary>
internal static class UnicodeRules
{
    /// <summary>Adds an error for the first such string in a value. Property names are checked when JSON is parsed.</summary>
    public static void Check(JsonElement value, Location location, FieldErrors errors)
    {
        var index = 0;
        if (value.ValueKind == JsonValueKind.String && !IsText(value))
            AddError(location, errors);
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray().TakeWhile(_ => !errors.HasErrors))
                Check(item, location.Child(index++), errors);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject().TakeWhile(_ => !errors.HasErrors))
                Check(property.Value, location.Child(property.Name), errors);
        }
    }

    /// <summary>Adds the error for a string that is not valid text.</summary>
    public static void AddError(Location location, FieldErrors errors) => errors.Add("string_unicode", location,
        "Input should be a valid string, unable to parse raw data as a unicode string", default);

    private static bool IsText(JsonElement value)
    {
        try
        {
            _ = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
