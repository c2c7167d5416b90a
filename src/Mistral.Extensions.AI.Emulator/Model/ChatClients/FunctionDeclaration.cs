using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>A function of a chat request, which only the client of the emulator can invoke.</summary>
/// <param name="function">The <c>function</c> of the tool.</param>
internal sealed class FunctionDeclaration(JsonElement function) : AIFunctionDeclaration
{
    public override string Name { get; } = function.FindString("name")!;

    public override string Description { get; } = function.FindString("description") ?? "";

    public override JsonElement JsonSchema { get; } = function.GetProperty("parameters").Clone();

    /// <summary>The property <c>strict</c>, if the request has it.</summary>
    public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } =
        function.Find("strict") is { } strict ? new Dictionary<string, object?> { ["strict"] = strict.ToBoolean() } : [];
}
