using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Control;

/// <summary>Reads the test ID that a request to the control API selects.</summary>
internal static class TestIdQuery
{
    private static readonly ValueSchema Schema = new ObjectSchema("TestIdQuery", Optional("test_id", StringValue));

    /// <summary>Returns the parameter <c>test_id</c> or, if it is missing, the header. Null for all tests.</summary>
    /// <exception cref="ApiError">The query has another parameter.</exception>
    public static string? Read(ApiRequest request) => request.ReadQuery(Schema).FindString("test_id") ?? request.TestId;
}
