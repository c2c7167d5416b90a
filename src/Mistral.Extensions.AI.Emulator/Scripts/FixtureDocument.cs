using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Reads fixtures from a JSON document.</summary>
internal static class FixtureDocument
{
    private const int MaxErrors = 20;

    /// <summary>Reads the responses. They are not complete if there are errors.</summary>
    public static IReadOnlyList<ScriptedResponse> Read(JsonElement document, FieldErrors errors)
    {
        ScriptSchemas.Fixtures.Validate(document, Location.Body, errors);
        return errors.HasErrors ? [] : new ScriptReader(errors).ReadFixtures(document);
    }

    /// <summary>Reads the responses of a file.</summary>
    /// <param name="utf8Json">The content of the file.</param>
    /// <exception cref="InvalidDataException">The fixtures are not valid. The message lists the errors and their paths.</exception>
    public static IReadOnlyList<ScriptedResponse> Read(ReadOnlyMemory<byte> utf8Json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (utf8Json.Span.StartsWith(byteOrderMark))
            utf8Json = utf8Json[byteOrderMark.Length..];
        var errors = new FieldErrors();
        var responses = JsonText.Parse(utf8Json, errors) is { } document ? Read(document, errors) : [];
        return errors.HasErrors ? throw new InvalidDataException(Format(errors)) : responses;
    }

    /// <summary>Formats errors as <c>fixtures[0].response.text: Input should be a valid string</c>, one in each line.</summary>
    private static string Format(FieldErrors errors)
    {
        var list = errors.ToJson().Select(error => error!.ToElement()).ToArray();
        var lines = list.Take(MaxErrors).Select(Format);
        var rest = list.Length > MaxErrors ? $"\n- and {list.Length - MaxErrors} more" : "";
        return string.Concat(lines.Select(line => $"\n- {line}")) + rest;
    }

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
