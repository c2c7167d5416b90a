using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>One page of the list of conversations.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record ConversationList(IReadOnlyList<Conversation>? Items) : IApiResponse, IPage<Conversation>
{
    IReadOnlyList<Conversation> IPage<Conversation>.Data => Items ?? [];

    // The list has no total: an empty page ends it.
    long? IPage<Conversation>.Total => null;

    bool IApiResponse.HasContent => Items is not null;

    internal sealed class Converter() : ListResponseConverter<ConversationList, Conversation>(items => new(items));
}
