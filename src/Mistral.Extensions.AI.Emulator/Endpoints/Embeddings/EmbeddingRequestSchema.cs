using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary>The schema of embedding requests: <c>EmbeddingRequest</c> in the OpenAPI description.</summary>
internal static class EmbeddingRequestSchema
{
    /// <summary>The schema of the body.</summary>
    public static readonly ValueSchema Request = new ObjectSchema("EmbeddingRequest",
        Required("model", StringValue),
        Optional("metadata", AnyObject.OrNull),
        Required("input", AnyOf(StringValue, ListOf(StringValue, minItems: 1))),
        Optional("output_dimension", Integer(exclusiveMin: 0).OrNull),
        Optional("output_dtype", EnumOf("float", "int8", "uint8", "binary", "ubinary")),
        Optional("encoding_format", EnumOf("float", "base64")));
}
