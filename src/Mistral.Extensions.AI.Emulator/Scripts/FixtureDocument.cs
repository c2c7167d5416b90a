using System.Text.Json;
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

    private static string Format(FieldErrors errors)
    {
        var lines = FieldErrorText.Format(errors);
        var rest = lines.Count > MaxErrors ? $"\n- and {lines.Count - MaxErrors} more" : "";
        return string.Concat(lines.Take(MaxErrors).Select(line => $"\n- {line}")) + rest;
    }
}
