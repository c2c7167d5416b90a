using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Batch;

namespace Mistral.Extensions.AI;

/// <summary>Messages and options of Microsoft.Extensions.AI as a request of a batch job.</summary>
/// <param name="Messages">The messages, mapped as by <c>AsIChatClient</c>.</param>
/// <param name="Options">The options, mapped as by <c>AsIChatClient</c>; may be null.</param>
/// <remarks><c>AsBatchChatEndpoint</c> creates the endpoint for <see cref="BatchApi.RunAsync"/>.</remarks>
public sealed record BatchChatRequest(IEnumerable<ChatMessage> Messages, ChatOptions? Options = null);
