using System.Text.Json;

namespace Mistral.Extensions.AI.Json;

/// <summary>A variant of a union type that this version of the library does not know.</summary>
internal interface IUnknownVariant
{
    /// <summary>The whole variant, as it was received.</summary>
    JsonElement Json { get; }
}
