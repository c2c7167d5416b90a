using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>The schema of requests to agents: <c>AgentsCompletionRequest</c> in the OpenAPI description.</summary>
internal static class AgentsRequestSchema
{
    /// <summary>The schema of the body.</summary>
    public static readonly ValueSchema Request = new ObjectSchema("AgentsCompletionRequest",
        [.. ChatRequestSchema.SharedFields, Required("agent_id", StringValue)]);
}
