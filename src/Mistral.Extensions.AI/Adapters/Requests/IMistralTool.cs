using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>An <see cref="AITool"/> that was created from a <see cref="Chat.Tool"/>, which is sent unchanged.</summary>
internal interface IMistralTool
{
    Tool Tool { get; }
}
