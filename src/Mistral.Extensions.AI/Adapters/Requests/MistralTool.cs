using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>An <see cref="AITool"/> that wraps a <see cref="Chat.Tool"/>, which is sent unchanged.</summary>
internal sealed class MistralTool(Tool tool) : AITool
{
    internal Tool Tool { get; } = tool;

    public override string Name => Tool is FunctionTool function ? function.Function.Name ?? "function" : Tool.Type ?? "tool";

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType?.IsInstanceOfType(Tool) is true ? Tool : null);
}
