using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Models;

/// <summary>The models that can chat and are not retired.</summary>
/// <param name="Models">The models, in the order of the API.</param>
/// <param name="Default">The ID of the model of the connection string.</param>
/// <param name="IsEmulator">Whether the server is on this machine, as the emulator is.</param>
internal sealed record ChatModels(IReadOnlyList<ChatModel> Models, string? Default, bool IsEmulator)
{
    public static ChatModels Create(ModelList cards, ChatClientMetadata metadata) => new(
        [
            .. cards.Data
                .Where(card => card is { Id: not null, Capabilities.CompletionChat: true, Archived: not true } && !(card.Deprecation < DateTimeOffset.UtcNow))
                .GroupBy(GetFirstName)
                .Select(names => ChatModel.Create(GetPreferred(names, metadata.DefaultModelId)))
        ],
        metadata.DefaultModelId,
        metadata.ProviderUri is { IsLoopback: true });

    // The API lists a model once for each of its names. The list has one of them, which does not change with the next version.
    private static string GetFirstName(ModelCard card) => (card.Aliases ?? []).Append(card.Id!).Min(StringComparer.Ordinal)!;

    private static ModelCard GetPreferred(IEnumerable<ModelCard> names, string? defaultId) =>
        names.OrderByDescending(card => card.Id == defaultId)
            .ThenByDescending(card => card.Id!.EndsWith("-latest", StringComparison.Ordinal))
            .First();
}

/// <summary>A model that can chat.</summary>
internal sealed record ChatModel(string Id, string? Description, bool Images, bool Reasoning, bool Tools, bool IsDeprecated)
{
    public static ChatModel Create(ModelCard card) => new(
        card.Id!,
        card.Description,
        card.Capabilities?.Vision is true,
        card.Capabilities?.Reasoning is true,
        card.Capabilities?.FunctionCalling is true,
        card.Deprecation is not null);
}
