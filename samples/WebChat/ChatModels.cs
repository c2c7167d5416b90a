using Mistral.Extensions.AI.Models;

/// <summary>The models that can chat and are not retired.</summary>
/// <param name="Models">The models, in the order of the API.</param>
/// <param name="Default">The ID of the model of the connection string.</param>
/// <param name="IsEmulator">Whether the API is the emulator.</param>
internal sealed record ChatModels(IReadOnlyList<ChatModel> Models, string? Default, bool IsEmulator)
{
    public static ChatModels Create(ModelList cards, string? defaultId, bool isEmulator) => new(
        [
            .. cards.Data
                // Self-hosted servers list models without capabilities.
                .Where(card => card is { Id: not null, Capabilities: null or { CompletionChat: true }, Archived: not true })
                .Where(card => !(card.Deprecation < DateTimeOffset.UtcNow))
                .GroupBy(GetFirstName)
                .Select(names => ChatModel.Create(GetPreferred(names, defaultId)))
        ],
        defaultId,
        isEmulator);

    // The API lists a model once for each of its names. The list has one of them, which does not change with the next version.
    private static string GetFirstName(ModelCard card) => (card.Aliases ?? []).Append(card.Id!).Min(StringComparer.Ordinal)!;

    private static ModelCard GetPreferred(IEnumerable<ModelCard> names, string? defaultId) =>
        names.OrderByDescending(card => card.Id == defaultId)
            .ThenByDescending(card => card.Id!.EndsWith("-latest", StringComparison.Ordinal))
            .First();
}

/// <summary>A model that can chat.</summary>
/// <param name="Id">The ID of the model.</param>
/// <param name="Description">The description of the model.</param>
/// <param name="Images">Whether it reads images.</param>
/// <param name="Reasoning">Whether it can reason before it responds.</param>
/// <param name="Tools">Whether it can call tools.</param>
internal sealed record ChatModel(string Id, string? Description, bool Images, bool Reasoning, bool Tools)
{
    public static ChatModel Create(ModelCard card) => new(
        card.Id!,
        card.Description,
        card.Capabilities?.Vision is true,
        card.Capabilities?.Reasoning is true,
        card.Capabilities?.FunctionCalling is true);
}
