using System.Globalization;
using System.Text.Json;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Replaces fields of a request by those of OpenAI, for OpenAI-compatible servers.</summary>
internal static class OpenAIFields
{
    internal static ChatCompletionRequest Apply(ChatCompletionRequest request)
    {
        var properties = request.AdditionalProperties is { } existing ? new Dictionary<string, JsonElement>(existing) : [];
        if (request.RandomSeed is { } seed)
            Add("seed", JsonElement.Parse(seed.ToString(CultureInfo.InvariantCulture)));
        if (request.Stream is true)
            Add("stream_options", JsonElement.Parse("""{"include_usage":true}"""));
        var messages = request.Messages;
        if (messages is not null and not PlainMessages)
        {
            messages = [.. messages.Select(ToOpenAIMessage)];
            // Without these fields, vLLM rejects an assistant message at the end. llama.cpp and Ollama continue it anyway.
            if (messages.Count > 0 && messages[messages.Count - 1] is AssistantMessage { Prefix: true })
            {
                Add("continue_final_message", JsonElement.Parse("true"));
                Add("add_generation_prompt", JsonElement.Parse("false"));
            }
        }

        return request with { Messages = messages, RandomSeed = null, AdditionalProperties = properties };

        // A property of the caller takes precedence.
        void Add(string name, JsonElement value)
        {
            if (!properties.TryGetValue(name, out _))
                properties[name] = value;
        }
    }

    private static Message ToOpenAIMessage(Message message) => message switch
    {
        UserMessage { Content.IsString: false } user => user with { Content = ToOpenAIContent(user.Content) },
        ToolMessage { Content.IsString: false } tool => tool with { Content = ToOpenAIContent(tool.Content) },
        _ => message,
    };

    private static MessageContent ToOpenAIContent(MessageContent content) => new(content.Select(chunk => chunk switch
    {
        ImageUrlChunk image => image with { ImageUrl = image.ImageUrl.AsObject() },
        AudioChunk { InputAudio.IsHttps: false } audio => audio with { InputAudio = audio.InputAudio.AsAudioObject() },
        _ => chunk,
    }));
}
