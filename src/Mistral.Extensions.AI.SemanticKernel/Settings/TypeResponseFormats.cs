using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>The JSON schema response formats of .NET types.</summary>
internal static class TypeResponseFormats
{
    // Generating a schema is slow, so each type has only one. The table does not keep types alive that are no longer used.
    private static readonly ConditionalWeakTable<Type, ChatResponseFormat> Cache = new();

    /// <summary>Gets the response format with the JSON schema of a type.</summary>
    internal static ChatResponseFormat Get(Type type) => Cache.GetValue(type, static type => ChatResponseFormat.ForJsonSchema(type));
}
