using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// Reads a connection string in the format of .NET Aspire, <c>Endpoint=https://api.mistral.ai/v1;Key=...;Model=...</c>, or only an
/// endpoint. Its errors do not contain its values, because it has the API key.
/// </summary>
internal static class ConnectionString
{
    private const string Format = "Use the format \"Endpoint=https://api.mistral.ai/v1;Key=...;Model=mistral-small-latest\".";

    // The model is read by the package Mistral.Extensions.AI.Hosting.
    private static readonly string[] Keys = ["Endpoint", "Key", "Model"];

    /// <summary>Gets the key of an option in a connection string.</summary>
    internal static string GetKey(string option) => option == nameof(MistralClientOptions.ApiKey) ? "Key" : option;

    /// <summary>Determines whether a connection string has an option.</summary>
    internal static bool HasOption(IConfigurationSection section, string option) =>
        Read(section, new()) is { } values && values.ContainsKey(GetKey(option));

    /// <summary>Sets the endpoint and the API key of the options.</summary>
    internal static SectionProblems Apply(IConfigurationSection section, MistralClientOptions options)
    {
        var problems = new SectionProblems();
        if (Read(section, problems) is not { } values)
            return problems;

        foreach (var key in values.Keys.Cast<string>().Where(key => !Keys.Contains(key, StringComparer.OrdinalIgnoreCase)))
            problems.Errors.Add($"{section.Path} has the unknown key {key}. {DescribeKeys(key)}");
        if (values.TryGetValue("Key", out var apiKey))
            options.ApiKey = (string)apiKey;
        if (values.TryGetValue("Endpoint", out var endpoint))
            SetEndpoint(section, (string)endpoint, options, problems);
        return problems;
    }

    private static string DescribeKeys(string unknown) => SimilarKeys.Find(unknown, Keys) is { } similar
        ? $"Did you mean {similar}?"
        : $"Its keys are {string.Join(", ", Keys)}.";

    private static void SetEndpoint(IConfigurationSection section, string text, MistralClientOptions options, SectionProblems problems)
    {
        if (Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var endpoint))
            options.Endpoint = endpoint;
        else
            problems.Errors.Add($"{section.Path} has an invalid Endpoint. Set it to an address such as https://api.mistral.ai/v1.");
    }

    private static DbConnectionStringBuilder? Read(IConfigurationSection section, SectionProblems problems)
    {
        if (string.IsNullOrWhiteSpace(section.Value))
            return null;

        try
        {
            return Uri.IsWellFormedUriString(section.Value, UriKind.Absolute)
                ? new() { ["Endpoint"] = section.Value }
                : new() { ConnectionString = section.Value };
        }
        catch (ArgumentException)
        {
            problems.Errors.Add($"{section.Path} is not a connection string. {Format}");
            return null;
        }
    }
}
