using System.Text.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>A request body in JSON.</summary>
internal interface IRequestBody
{
    /// <summary>Writes the body.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
