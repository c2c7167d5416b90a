using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The filters of a list of batch jobs.</summary>
/// <param name="query">The parameters of the list. All jobs are created by the same user, so <c>created_by_me</c> has no effect.</param>
internal sealed class BatchJobFilter(JsonElement query)
{
    private readonly KeyValuePair<string, string?>[] _metadata = [.. ReadMetadata(query)];

    /// <summary>Whether a job is in the list.</summary>
    public bool Matches(BatchJob job) =>
        Equals("model", job.Model)
        && Equals("agent_id", job.AgentId)
        && (query.Find("status") is null || query.FindStrings("status").Contains(job.State.Status))
        && (query.Find("created_after")?.ToDateTime() is not { } time || job.CreatedAt > time)
        && _metadata.All(pair => (string?)job.Metadata?[pair.Key] == pair.Value);

    private bool Equals(string name, string? value) => query.FindString(name) is not { } expected || expected == value;

    /// <summary>
    /// Reads the metadata: one parameter for each key, which is the form of OpenAPI for objects in a query, or one parameter with JSON.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string?>> ReadMetadata(JsonElement query)
    {
        var parameters = query.EnumerateObject().Where(parameter => BatchSchemas.IsMetadataKey(parameter.Name))
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value.GetString()));
        return query.FindString("metadata") is { } json ? parameters.Concat(ReadJson(json, query)) : parameters;
    }

    private static IEnumerable<KeyValuePair<string, string?>> ReadJson(string json, JsonElement query)
    {
        var errors = new FieldErrors();
        if (JsonText.Parse(Encoding.UTF8.GetBytes(json), new FieldErrors()) is { ValueKind: JsonValueKind.Object } metadata)
            return metadata.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, (string?)property.Value.ToString()));
        ValueSchema.AnyObject.Validate(query.GetProperty("metadata"), Location.Query.Child("metadata"), errors);
        throw ApiError.ValidationError(errors);
    }
}
