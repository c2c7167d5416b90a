using Mistral.Extensions.AI.Emulator.Endpoints.Agents;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The schemas of the requests to the conversations endpoints.</summary>
internal static class ConversationSchemas
{
    private static readonly ValueSchema HandoffExecution = EnumOf("client", "server");

    /// <summary>The schema of the body that starts a conversation: <c>ConversationRequest</c> in the OpenAPI description.</summary>
    public static readonly ValueSchema Start = new ObjectSchema("ConversationRequest",
        Required("inputs", EntrySchemas.Inputs),
        Optional("stream", BooleanValue.OrNull),
        Optional("store", BooleanValue.OrNull),
        Optional("handoff_execution", HandoffExecution.OrNull),
        Optional("instructions", StringValue.OrNull),
        Optional("tools", AgentSchemas.Tools.OrNull),
        Optional("completion_args", AgentSchemas.CompletionArgs.OrNull),
        Optional("guardrails", ChatRequestSchema.Guardrails.OrNull),
        Optional("name", StringValue.OrNull),
        Optional("description", StringValue.OrNull),
        Optional("metadata", AnyObject.OrNull),
        Optional("agent_id", StringValue.OrNull),
        Optional("agent_version", AgentSchemas.Version.OrNull),
        Optional("model", StringValue.OrNull));

    /// <summary>The schema of the body that appends to a conversation: <c>AppendConversationRequest</c>.</summary>
    public static readonly ValueSchema Append = new ObjectSchema("AppendConversationRequest",
    [
        .. ContinuationFields,
        Optional("tool_confirmations", ListOf(new ObjectSchema("ToolCallConfirmation",
            Required("tool_call_id", StringValue),
            Required("confirmation", EnumOf("allow", "deny")))).OrNull),
    ]);

    /// <summary>The schema of the body that restarts a conversation: <c>RestartConversationRequest</c>.</summary>
    public static readonly ValueSchema Restart = new ObjectSchema("RestartConversationRequest",
    [
        .. ContinuationFields,
        Optional("guardrails", ChatRequestSchema.Guardrails.OrNull),
        Optional("metadata", AnyObject.OrNull),
        Required("from_entry_id", StringValue),
        Optional("agent_version", AgentSchemas.Version.OrNull),
    ]);

    /// <summary>The schema of the parameters of the list.</summary>
    public static readonly ValueSchema List = ObjectSchema.AllowingUnknownFields("ListConversations",
        Optional("page", Integer()),
        Optional("page_size", Integer()));

    private static Field[] ContinuationFields =>
    [
        Optional("inputs", EntrySchemas.Inputs.OrNull),
        Optional("stream", BooleanValue),
        Optional("store", BooleanValue),
        Optional("handoff_execution", HandoffExecution),
        Optional("completion_args", AgentSchemas.CompletionArgs),
    ];
}
