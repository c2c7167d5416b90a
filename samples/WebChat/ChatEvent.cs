using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

/// <summary>An event of the stream that the browser reads. The last event is <see cref="DoneEvent"/> or <see cref="ErrorEvent"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReasoningEvent), "reasoning")]
[JsonDerivedType(typeof(TextEvent), "text")]
[JsonDerivedType(typeof(CitationEvent), "citation")]
[JsonDerivedType(typeof(ToolCallEvent), "tool_call")]
[JsonDerivedType(typeof(ToolResultEvent), "tool_result")]
[JsonDerivedType(typeof(UsageEvent), "usage")]
[JsonDerivedType(typeof(MessagesEvent), "messages")]
[JsonDerivedType(typeof(ErrorEvent), "error")]
[JsonDerivedType(typeof(DoneEvent), "done")]
internal abstract record ChatEvent;

/// <summary>The next part of the reasoning.</summary>
internal sealed record ReasoningEvent(string Text) : ChatEvent;

/// <summary>The next part of the text.</summary>
internal sealed record TextEvent(string Text) : ChatEvent;

/// <summary>A source of the text before this event.</summary>
internal sealed record CitationEvent(string Title, Uri? Url, string? Snippet) : ChatEvent;

/// <summary>A tool call or, for a number that was used before, the next part of its arguments.</summary>
/// <param name="Number">The number of the call in the response, starting with 0.</param>
/// <param name="Name">The name of the function.</param>
/// <param name="Arguments">The next part of the arguments, which are a JSON object.</param>
internal sealed record ToolCallEvent(int Number, string Name, string Arguments) : ChatEvent;

/// <summary>The result of a tool call.</summary>
internal sealed record ToolResultEvent(int Number, string Result, bool IsError) : ChatEvent;

/// <summary>The token usage of the response so far.</summary>
/// <param name="InputTokens">The number of input tokens of all requests to the API.</param>
/// <param name="OutputTokens">The number of output tokens.</param>
/// <param name="TokensPerSecond">The number of output tokens per second, without the time to the first token.</param>
internal sealed record UsageEvent(long InputTokens, long OutputTokens, double TokensPerSecond) : ChatEvent;

/// <summary>Complete messages, which the browser adds to the conversation.</summary>
internal sealed record MessagesEvent(IReadOnlyList<ChatMessage> Messages) : ChatEvent;

/// <summary>The end of a response.</summary>
/// <param name="IsTruncated">Whether the response is incomplete, because it reached the maximum number of tokens.</param>
internal sealed record DoneEvent(bool IsTruncated) : ChatEvent;
