using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Filters a list by the query parameter <c>metadata</c>, which is a JSON object.</summary>
/// <param name="query">The parameters in the query.</param>
internal sealed class MetadataFilter(JsonElement query)
{
    private readonly JsonElement? _expected = Read(query);

    /// <summary>Whether metadata has all values of the parameter.</summary>
    public bool Matches(JsonElement? metadata) => _expected is not { } expected || expected.EnumerateObject().All(property =>
        metadata?.Find(property.Name) is { } value && JsonElement.DeepEquals(value, property.Value));

    private static JsonElement? Read(JsonElement query)
    {
        if (query.FindString("metadata") is not { } text)
            return null;
        var errors = new FieldErrors();
        var value = JsonText.Parse(Encoding.UTF8.GetBytes(text), errors);
        if (value is { } metadata)
            ValueSchema.AnyObject.Validate(metadata, Location.Query.Child("metadata"), errors);
        return errors.HasErrors ? throw ApiError.InvalidFields(errors) : value;
    }
}
