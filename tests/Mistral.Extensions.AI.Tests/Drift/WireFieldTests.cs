using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Drift;

/// <summary>
/// The input of <c>tests/openapi/check-drift.mjs</c>, which compares it with the schemas of Mistral's own SDK. The file named by the
/// environment variable <c>MISTRAL_FIELD_LOG</c> receives it.
/// </summary>
public sealed class WireFieldTests
{
    private static readonly string? FileName = Environment.GetEnvironmentVariable("MISTRAL_FIELD_LOG");

    [Fact]
    public void Fields_of_records_and_emulator_schemas_are_found()
    {
        var fields = new JsonObject { ["records"] = RecordFields.Read(), ["schemas"] = EmulatorFields.Read() };
        if (FileName is not null)
            File.WriteAllText(FileName, fields.ToJsonString());

        Assert.Equal("Chat", fields["records"]!["FunctionCall"]!["group"]!.GetValue<string>());
        JsonAssert.Equal("""{"name":"text","arguments":"any"}""", fields["records"]!["FunctionCall"]!["fields"]);
        JsonAssert.Equal("""["float","base64"]""", fields["schemas"]!["EmbeddingRequest"]!["encoding_format"]);
    }
}
