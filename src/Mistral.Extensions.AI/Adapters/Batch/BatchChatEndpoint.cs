using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Adapters.Batch;

/// <summary>The endpoint for batch requests with messages and options of Microsoft.Extensions.AI.</summary>
internal static class BatchChatEndpoint
{
    internal static BatchEndpoint<BatchChatRequest, ChatResponse> Create(MistralChatClient client) => new(
        BatchEndpoints.ChatCompletions.Path,
        static request => request.Messages is null ? "Its messages are null." : null,
        request => ToBody(client, request),
        ChatResponseReader.Instance);

    private static IRequestBody ToBody(MistralChatClient client, BatchChatRequest request)
    {
        var body = client.CreateRequest(request.Messages, request.Options, stream: false);
        RequestValidation.ThrowIfInvalid(body, ChatRequestValidator.Validate);
        return body;
    }
}
