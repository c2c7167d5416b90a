using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>The schemas of the requests to the agents endpoints.</summary>
internal static class AgentSchemas
{
    private const string AliasPattern = "^[a-z]([a-z0-9_-]*[a-z0-9])?$";

    /// <summary>The schema of the <c>completion_args</c> field.</summary>
    public static readonly ValueSchema CompletionArgs = new ObjectSchema("CompletionArgs",
        Optional("stop", AnyOf(StringValue, ListOf(StringValue)).OrNull),
        Optional("presence_penalty", Number(min: -2, max: 2).OrNull),
        Optional("frequency_penalty", Number(min: -2, max: 2).OrNull),
        Optional("temperature", Number(min: 0, max: 1).OrNull),
        Optional("top_p", Number(min: 0, max: 1).OrNull),
        Optional("max_tokens", Integer(min: 0).OrNull),
        Optional("random_seed", Integer(min: 0).OrNull),
        Optional("prediction", ChatRequestSchema.Prediction.OrNull),
        Optional("response_format", ChatRequestSchema.ResponseFormat.OrNull),
        Optional("tool_choice", EnumOf("auto", "none", "any", "required")),
        Optional("reasoning_effort", ChatRequestSchema.ReasoningEffort.OrNull));

    /// <summary>The schema of the <c>tools</c> field.</summary>
    public static readonly ValueSchema Tools = ListOf(ToolSchemas.ConversationTool, maxItems: ChatRequestSchema.MaxTools);

    /// <summary>The schema of the <c>agent_version</c> field: a number or an alias.</summary>
    public static readonly ValueSchema Version = AnyOf(StringValue, Integer());

    /// <summary>The schema of the body that creates an agent.</summary>
    public static readonly ValueSchema Create = new ObjectSchema("CreateAgentRequest",
        [.. SharedFields, Required("model", StringValue), Required("name", StringValue)]);

    /// <summary>The schema of the body that updates an agent.</summary>
    public static readonly ValueSchema Update = new ObjectSchema("UpdateAgentRequest",
    [
        .. SharedFields,
        Optional("model", StringValue.OrNull),
        Optional("name", StringValue.OrNull),
        Optional("deployment_chat", BooleanValue.OrNull),
    ]);

    /// <summary>The schema of the parameters of the list.</summary>
    public static readonly ValueSchema List = ObjectSchema.AllowingUnknownFields("ListAgents",
        [.. FilterFields, Optional("page", Integer(min: 0))]);

    /// <summary>The schema of the parameters of the list in pages.</summary>
    public static readonly ValueSchema ListPages = ObjectSchema.AllowingUnknownFields("ListAgentPages",
        [.. FilterFields, Optional("page_token", StringValue)]);

    /// <summary>The schema of the parameters of the list of versions.</summary>
    public static readonly ValueSchema ListVersions = ObjectSchema.AllowingUnknownFields("ListAgentVersions",
        Optional("page", Integer(min: 0)),
        Optional("page_size", Integer(min: 1, max: 100)));

    /// <summary>The schema of the parameters of an agent.</summary>
    public static readonly ValueSchema Get = ObjectSchema.AllowingUnknownFields("GetAgent", Optional("agent_version", Version));

    /// <summary>The schema of the parameters that select the current version.</summary>
    public static readonly ValueSchema SetVersion = ObjectSchema.AllowingUnknownFields("UpdateAgentVersion",
        Required("version", Integer()));

    /// <summary>The schema of the parameters that name an alias.</summary>
    public static readonly ValueSchema DeleteAlias = ObjectSchema.AllowingUnknownFields("DeleteAgentAlias", AliasField);

    /// <summary>The schema of the parameters that set an alias.</summary>
    public static readonly ValueSchema SetAlias = ObjectSchema.AllowingUnknownFields("CreateOrUpdateAgentAlias",
        AliasField, Required("version", Integer()));

    private static Field AliasField => Required("alias", new PatternSchema(AliasPattern, new TextSchema(1, 64)));

    private static Field[] FilterFields =>
    [
        Optional("page_size", Integer(min: 1, max: 1000)),
        Optional("deployment_chat", BooleanValue),
        Optional("sources", ListOf(EnumOf("api", "playground", "agent_builder_v1"))),
        Optional("name", StringValue),
        Optional("search", StringValue),
        Optional("id", StringValue),
    ];

    private static Field[] SharedFields =>
    [
        Optional("instructions", StringValue.OrNull),
        Optional("tools", Tools),
        Optional("completion_args", CompletionArgs),
        Optional("guardrails", ChatRequestSchema.Guardrails.OrNull),
        Optional("description", StringValue.OrNull),
        Optional("handoffs", ListOf(StringValue, minItems: 1).OrNull),
        Optional("metadata", AnyObject.OrNull),
        Optional("version_message", new TextSchema(0, 500).OrNull),
    ];
}
