using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Schemas;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps Microsoft.Extensions.AI tools to the tools of the API.</summary>
internal static class ToolMapping
{
    // Most requests of an application have the same functions. A function is kept as long as it is alive.
    private static readonly ConditionalWeakTable<AIFunctionDeclaration, MappedFunction> Cache = new();

    /// <summary>Maps the tools; null if there are none.</summary>
    /// <param name="raw">The tools of the raw request, which precede the others.</param>
    /// <param name="tools">The tools.</param>
    /// <param name="strictByDefault">The value of <c>strict</c> in the chat options; the value of a tool takes precedence.</param>
    /// <param name="isConversation">Whether the request is one of the conversations API, which has more hosted tools.</param>
    /// <param name="logger">The logger for schemas that cannot be strict.</param>
    internal static IReadOnlyList<Tool>? ToTools(
        IReadOnlyList<Tool>? raw, IList<AITool>? tools, bool? strictByDefault, bool isConversation, ILogger logger)
    {
        if (tools is not { Count: > 0 })
            return raw is { Count: > 0 } ? raw : null;

        var result = new List<Tool>((raw?.Count ?? 0) + tools.Count);
        result.AddRange(raw ?? []);
        for (var i = 0; i < tools.Count; i++)
            result.Add(tools[i].ToTool(strictByDefault, isConversation, logger));
        return result;
    }

    /// <summary>Maps a tool. The parameters are those of <see cref="ToTools"/>.</summary>
    internal static Tool ToTool(this AITool tool, bool? strictByDefault, bool isConversation, ILogger logger) => tool switch
    {
        IMistralTool converted => converted.Tool,
        AIFunctionDeclaration function => ToFunctionTool(function, strictByDefault, logger),
        HostedImageGenerationTool => new ImageGenerationTool(),
        HostedFileSearchTool search => ToDocumentLibraryTool(search),
        HostedMcpServerTool server => ConnectorMapping.ToConnector(server),
        HostedWebSearchTool search when isConversation => IsPremium(search) ? new WebSearchPremiumTool() : new WebSearchTool(),
        HostedCodeInterpreterTool interpreter when isConversation => ToCodeInterpreterTool(interpreter),
        HostedWebSearchTool => throw CreateConversationsOnlyException("Web search", "web_search"),
        HostedCodeInterpreterTool => throw CreateConversationsOnlyException("The code interpreter", "code_interpreter"),
        null => throw new ArgumentException("ChatOptions.Tools contains null. Remove it."),
        _ => throw new NotSupportedException(
            $"The tool {tool.GetType().Name} is not supported. Use an AIFunction, or pass a Mistral tool with AsAITool()."),
    };

    private static bool IsPremium(HostedWebSearchTool search) => AdditionalPropertyReader
        .From(search.AdditionalProperties is { Count: > 0 } properties ? new(properties) : null)
        .GetBoolean(AdditionalPropertyKeys.Premium) is true;

    private static CodeInterpreterTool ToCodeInterpreterTool(HostedCodeInterpreterTool interpreter) => interpreter.Inputs is { Count: > 0 }
        ? throw new NotSupportedException(
            "Mistral's code interpreter has no input files. Remove HostedCodeInterpreterTool.Inputs, and send the data as text.")
        : new();

    private static FunctionTool ToFunctionTool(AIFunctionDeclaration function, bool? strictByDefault, ILogger logger)
    {
        var mapped = Cache.GetValue(function, static function => new(SchemaMapping.ToParameters(function)));
        var strict = GetStrict(function) ?? GetDefaultStrict(function, mapped.Schema, strictByDefault, logger);
        var description = function.Description is { Length: > 0 } text ? text : null;
        if (mapped.LastTool is { Function: var last } tool
            && last.Name == function.Name && last.Description == description && last.Strict == strict)
            return tool;

        return mapped.LastTool = new(new()
        {
            Name = function.Name,
            Description = description,
            Parameters = mapped.Schema.Get(strict is true),
            Strict = strict,
            HasTransformedParameters = true,
        });
    }

    // This default applies to all tools. It is not used for a schema that cannot be strict, because the API would reject the request.
    private static bool? GetDefaultStrict(AIFunctionDeclaration function, SchemaForms schema, bool? strictByDefault, ILogger logger)
    {
        if (strictByDefault is not true || schema.StrictObstacle is not { } obstacle)
            return strictByDefault;

        AdapterLog.SchemaNotStrict(logger, function.Name, obstacle);
        return null;
    }

    private static bool? GetStrict(AIFunctionDeclaration function) => AdditionalPropertyReader
        .From(function.AdditionalProperties is { Count: > 0 } properties ? new(properties) : null)
        .GetBoolean(AdditionalPropertyKeys.Strict);

    private static DocumentLibraryTool ToDocumentLibraryTool(HostedFileSearchTool search)
    {
        if (search.Inputs is not { Count: > 0 } inputs)
        {
            throw new NotSupportedException(
                "HostedFileSearchTool has no library. Add a HostedVectorStoreContent with the ID of a Mistral library to its Inputs.");
        }

        return new([.. inputs.Select(input => input is HostedVectorStoreContent library
            ? library.VectorStoreId
            : throw new NotSupportedException(
                $"HostedFileSearchTool.Inputs contains {input?.GetType().Name ?? "null"}, but Mistral searches only in libraries. "
                + "Use a HostedVectorStoreContent with the ID of a Mistral library."))]);
    }

    private static NotSupportedException CreateConversationsOnlyException(string tool, string type) => new(
        $"{tool} is available only in Mistral's Conversations API, not in chat completions. Use AsConversationChatClient of the "
        + "MistralClient, or provide your own function. "
        + $"If the server accepts \"{type}\" in chat completions, set Tools of the request in ChatOptions.RawRepresentationFactory.");

    /// <summary>A function that was mapped before.</summary>
    private sealed class MappedFunction(SchemaForms schema)
    {
        internal SchemaForms Schema { get; } = schema;

        /// <summary>The tool as it was sent last.</summary>
        internal FunctionTool? LastTool { get; set; }
    }
}
