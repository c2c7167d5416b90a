using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Stores messages and responses as Microsoft.Extensions.AI does, as JSON, and reads them again.</summary>
internal static class StoredConversation
{
    internal static T RoundTrip<T>(T value)
    {
        var typeInfo = (JsonTypeInfo<T>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
        return JsonSerializer.Deserialize(JsonSerializer.Serialize(value, typeInfo), typeInfo)!;
    }
}
