using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts token counts.</summary>
internal static class UsageMapping
{
    /// <summary>Converts the token counts of a chat client.</summary>
    public static ModelUsage ToModelUsage(this UsageDetails usage) =>
        new((int?)usage.InputTokenCount, (int?)usage.OutputTokenCount, (int?)usage.CachedInputTokenCount);
}
