using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>Formats the errors in the fields of a file for a message.</summary>
internal static class FieldErrorText
{
    /// <summary>Formats each error as <c>fixtures[0].response.text: Input should be a valid string</c>.</summary>
    public static IReadOnlyList<string> Format(FieldErrors errors) => [.. errors.ToJson().Select(error => Format(error!.ToElement()))];

    private static string Format(JsonElement error)
    {
        var message = error.FindString("msg")!;
        if (error.FindString("type") == "json_invalid")
            return $"{message}: {error.GetProperty("ctx").FindString("error")}";
        var steps = error.FindItems("loc").Skip(1)
            .Select(step => step.ValueKind == JsonValueKind.Number ? $"[{step}]" : $".{step}");
        var path = string.Concat(steps).TrimStart('.');
        return path.Length == 0 ? message : $"{path}: {message}";
    }
}
