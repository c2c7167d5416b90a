namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The types of entries.</summary>
internal static class EntryTypes
{
    public const string MessageInput = "message.input";
    public const string MessageOutput = "message.output";
    public const string FunctionCall = "function.call";
    public const string FunctionResult = "function.result";
    public const string ToolExecution = "tool.execution";
    public const string AgentHandoff = "agent.handoff";
}
