using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Creates the exceptions for contents that cannot be sent to Mistral. Contents are never dropped silently.</summary>
internal static class UnsupportedContent
{
    /// <summary>Creates an exception that names the type of the content and what to do instead.</summary>
    /// <param name="content">The content.</param>
    /// <param name="role">The role that cannot contain the content, with its article ("a user"); null if no role can.</param>
    internal static NotSupportedException ToNotSupportedException(this AIContent content, string? role = null)
    {
        var location = role is null ? "" : $" in {role} message";
        return new($"{content.GetType().Name} cannot be sent to Mistral{location}. {GetAdvice(content, role)}");
    }

    private static string GetAdvice(AIContent content, string? role) => content switch
    {
        DataContent or UriContent or HostedFileContent when role is not null =>
            "Send images, audio and documents in a message with the user role.",
        TextReasoningContent => "Remove the reasoning, or move it to a message with the assistant role.",
        FunctionCallContent => "Move the function call to a message with the assistant role.",
        DataContent or UriContent when MediaTypes.IsImage(GetMediaType(content)) =>
            $"Mistral accepts PNG, JPEG, WEBP and GIF images, but the media type is {GetMediaType(content)}. Convert the image to PNG.",
        DataContent or UriContent =>
            $"The media type {GetMediaType(content)} is not supported. Send images, audio, text, PDF or other documents.",
        HostedVectorStoreContent => "Add the library to the Inputs of a HostedFileSearchTool.",
        InputRequestContent or InputResponseContent =>
            "Handle approvals before the request reaches this client: add UseFunctionInvocation() to its pipeline.",
        ToolCallContent or ToolResultContent =>
            "Chat completions accept only calls and results of functions. Remove the calls and results of another provider's tools.",
        _ => "Use TextContent, DataContent, UriContent or HostedFileContent, or set RawRepresentation to a ContentChunk.",
    };

    private static string? GetMediaType(AIContent content) => content switch
    {
        DataContent data => data.MediaType,
        UriContent uri => MediaTypes.GetImageType(uri.MediaType, uri.Uri.OriginalString),
        _ => null,
    };
}
