using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>The JSON schema response formats of .NET types.</summary>
internal static class TypeResponseFormats
{
    // Generating a schema takes longer than sending it. The entry of a type is released with the type.
    private static readonly ConditionalWeakTable<Type, ChatResponseFormat> Cache = new();

    /// <summary>Gets the response format with the JSON schema of a type.</summary>
    internal static ChatResponseFormat Get(Type type) => Cache.GetValue(type, static type => ChatResponseFormat.ForJsonSchema(type));
}
