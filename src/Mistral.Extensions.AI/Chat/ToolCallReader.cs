using System.Text.Json;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Reads the tool calls of a response.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads a list of tool calls, or null. Returns false for calls that the serializer must read.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, out List<ToolCall>? calls)
    {
        calls = null;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray)
            return reader.TokenType is JsonTokenType.Null;

        calls = [];
        while (reader.TryRead(JsonTokenType.StartObject))
        {
            if (!TryReadCall(ref reader, out var call))
                return false;
            calls.Add(call!);
        }

        return reader.TokenType is JsonTokenType.EndArray;
    }

    private static bool TryReadCall(ref Utf8JsonReader reader, out ToolCall? call)
    {
        call = null;
        string? id = null, type = null;
        FunctionCall? function = null;
        int? index = null;
        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("id"u8) ? reader.TryReadString(out id)
                : reader.Is("type"u8) ? reader.TryReadExact("function", out type)
                : reader.Is("function"u8) ? TryReadFunction(ref reader, out function)
                : reader.Is("index"u8) && reader.TryReadInt32OrNull(out index);
            if (!isKnown)
                return false;
        }

        call = new() { Id = id, Type = type, Function = function, Index = index };
        return true;
    }

    private static bool TryReadFunction(ref Utf8JsonReader reader, out FunctionCall? function)
    {
        function = null;
        string? name = null, arguments = null;
        if (!reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown = reader.Is("name"u8)
                ? reader.TryReadString(out name)
                : reader.Is("arguments"u8) && reader.TryReadString(out arguments);
            if (!isKnown)
                return false;
        }

        function = new() { Name = name, Arguments = arguments };
        return true;
    }
}
