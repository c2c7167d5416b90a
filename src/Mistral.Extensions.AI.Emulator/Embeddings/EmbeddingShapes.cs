using Mistral.Extensions.AI.Emulator.Fields;
using static Mistral.Extensions.AI.Emulator.Fields.Field;
using static Mistral.Extensions.AI.Emulator.Fields.Shape;

namespace Mistral.Extensions.AI.Emulator.Embeddings;

/// <summary>The fields of an embedding request, as in the OpenAPI schema <c>EmbeddingRequest</c>.</summary>
internal static class EmbeddingShapes
{
    public static readonly Shape Request = new RecordShape("EmbeddingRequest",
        Required("model", Text),
        Optional("metadata", OpenObject.OrNull),
        Required("input", Any(Text, ListOf(Text, minItems: 1))),
        Optional("output_dimension", Whole(above: 0).OrNull),
        Optional("output_dtype", OneOf("float", "int8", "uint8", "binary", "ubinary")),
        Optional("encoding_format", OneOf("float", "base64")));
}
