using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>M.E.AI's contents in Mistral's words. What Mistral has no words for is an error that says what to do instead.</summary>
internal static class AIContentMapping
{
    /// <summary>Content as a chunk; null for what is no part of a conversation: usage, and errors of earlier answers.</summary>
    internal static ContentChunk? ToContentChunk(this AIContent content) => content switch
    {
        TextContent text => new TextChunk(text.Text),
        DataContent data => data.ToContentChunk(),
        UriContent uri => uri.ToContentChunk(),
        HostedFileContent file => new FileChunk(file.FileId),
        UsageContent or ErrorContent => null,
        // Typed contents first: a received message may have been edited, and its raw representation has not.
        { RawRepresentation: ContentChunk chunk } => chunk,
        _ => throw content.NotSupported(),
    };

    /// <summary>Whether content is a chunk of Mistral's and nothing M.E.AI knows: the caller's own word for what may stand where.</summary>
    internal static bool IsRawChunk(this AIContent content) =>
        content.RawRepresentation is ContentChunk && content is not (TextContent or TextReasoningContent or DataContent or UriContent or HostedFileContent);

    /// <summary>Chunks as what a message holds: a lone text is a bare string, as every server takes it.</summary>
    internal static MessageContent ToMessageContent(this List<ContentChunk> chunks) => chunks.Count switch
    {
        0 => new(""),
        1 when chunks[0] is TextChunk only => new(only.Text),
        _ => new(chunks),
    };

    internal static NotSupportedException NotSupported(this AIContent content, string? role = null) =>
        new($"{content.GetType().Name} cannot be sent to Mistral{(role is null ? "" : $" in {role} message")}. {Advice(content, role)}");

    private static ContentChunk ToContentChunk(this DataContent data)
    {
        if (data.HasTopLevelMediaType("image"))
            return new ImageUrlChunk(new ImageUrl(data.ConcreteUri()) { Detail = data.Detail() });

        if (data.HasTopLevelMediaType("audio"))
            return new AudioChunk(data.Base64Data.ToString());

        if (data.HasTopLevelMediaType("text"))
            return new TextChunk(Encoding.UTF8.GetString(data.Data.ToArray()));

        return data.HasTopLevelMediaType("application")
            ? new DocumentUrlChunk(data.Uri) { DocumentName = data.Name }
            : throw data.NotSupported();
    }

    private static ContentChunk ToContentChunk(this UriContent content)
    {
        var url = content.Uri.IsAbsoluteUri ? content.Uri.AbsoluteUri : content.Uri.OriginalString;
        if (content.Uri is not { IsAbsoluteUri: true, Scheme: "https" or "http" or "data" })
            throw new NotSupportedException($"Mistral cannot reach {url}. Load the bytes into a DataContent, or give an https URL.");

        if (content.Uri.Scheme is "data")
            return new DataContent(url, content.MediaType) { AdditionalProperties = content.AdditionalProperties }.ToContentChunk();

        if (content.HasTopLevelMediaType("image"))
            return new ImageUrlChunk(new ImageUrl(url) { Detail = content.Detail() });

        if (content.HasTopLevelMediaType("audio"))
            return new AudioChunk(url);

        if (!content.HasTopLevelMediaType("application") && !content.HasTopLevelMediaType("text"))
            throw content.NotSupported();

        return content.Uri.Scheme is "http"
            ? throw new NotSupportedException($"Mistral reads documents over https only, not {url}. Load the bytes into a DataContent, or give an https URL.")
            : new DocumentUrlChunk(url);
    }

    // Mistral wants a concrete media type in a data URI.
    private static string ConcreteUri(this DataContent image) => image.MediaType.EndsWith("/*", StringComparison.Ordinal)
        ? $"data:{MediaTypes.FromBytes(image.Data.Span) ?? "image/jpeg"};base64,{image.Base64Data}"
        : image.Uri;

    private static string? Detail(this AIContent content) =>
        content.AdditionalProperties?.TryGetValue("detail", out var detail) is true ? detail?.ToString() : null;

    private static string Advice(AIContent content, string? role) => content switch
    {
        DataContent or UriContent or HostedFileContent when role is not null => "Images, audio and documents are shown by the user: put it into a message of the user role.",
        TextReasoningContent => "Thinking is the assistant's: leave it out, or put it into a message of the assistant role.",
        FunctionCallContent => "Calls are the assistant's: put it into a message of the assistant role.",
        DataContent or UriContent => $"It takes images, audio, PDF and other documents and text, not {MediaTypeOf(content)}.",
        HostedVectorStoreContent => "Give the library to a HostedFileSearchTool as one of its Inputs.",
        InputRequestContent or InputResponseContent =>
            "Approvals are settled before the provider is called: put UseFunctionInvocation() into the pipeline of this client.",
        ToolCallContent or ToolResultContent => "Chat completions know calls of functions only; leave out what another provider's tools did.",
        _ => "Use TextContent, DataContent, UriContent or HostedFileContent, or put a ContentChunk into RawRepresentation.",
    };

    private static string? MediaTypeOf(AIContent content) => (content as DataContent)?.MediaType ?? (content as UriContent)?.MediaType;
}
