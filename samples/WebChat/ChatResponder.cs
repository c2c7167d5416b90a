using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

/// <summary>
/// Responds to a conversation: streams the response, runs the tools that the model calls, and sends their results to the model.
/// </summary>
internal static class ChatResponder
{
    private const int MaxRequests = 8;

    public static async IAsyncEnumerable<ChatEvent> RespondAsync(
        IChatClient chat, ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [.. request.Messages];
        var options = request.ToOptions();
        var usage = new UsageMeter();
        var callCount = 0;

        // The middleware UseFunctionInvocation of the package Microsoft.Extensions.AI has this loop, but not the events.
        for (var i = 0; i < MaxRequests; i++)
        {
            var response = new StreamedResponse(messages, callCount);
            usage.StartResponse();
            await foreach (var update in chat.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                usage.Add(update);
                foreach (var chatEvent in response.Read(update))
                    yield return chatEvent;
            }

            foreach (var chatEvent in response.Complete())
                yield return chatEvent;
            yield return usage.ToEvent();

            List<AIContent> results = [];
            foreach (var call in response.Calls)
            {
                var result = await LocalTools.InvokeAsync(call, cancellationToken);
                results.Add(result);
                yield return new ToolResultEvent(callCount++, LocalTools.ToText(result), result.Exception is not null);
            }

            // The API rejects a tool call without its result, so the browser gets both in one event.
            ChatMessage[] newMessages = results.Count > 0 ? [.. response.Messages, new(ChatRole.Tool, results)] : [.. response.Messages];
            messages.AddRange(newMessages);
            yield return new MessagesEvent(newMessages);
            if (results.Count == 0)
            {
                yield return new DoneEvent(response.FinishReason == ChatFinishReason.Length);
                yield break;
            }
        }

        yield return new ErrorEvent(
            "The model did not stop calling tools.", "Try again, or ask for less.", $"There were {MaxRequests} responses with tool calls.");
    }
}
