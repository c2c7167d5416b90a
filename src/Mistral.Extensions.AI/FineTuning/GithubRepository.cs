using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>
/// A GitHub repository with training data for completions (<c>CreateGithubRepositoryRequest</c>, <c>GithubRepository</c>).
/// </summary>
public sealed record GithubRepository
{
    /// <summary>The type of the repository (<c>type</c>): <c>github</c>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; } = "github";

    /// <summary>The name of the repository (<c>name</c>). Required.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The owner of the repository (<c>owner</c>). Required.</summary>
    [JsonPropertyName("owner")]
    public string? Owner { get; init; }

    /// <summary>The branch, tag or commit (<c>ref</c>).</summary>
    [JsonPropertyName("ref")]
    public string? Ref { get; init; }

    /// <summary>The weight of the repository in the training (<c>weight</c>), greater than 0.</summary>
    /// <value>Default: 1.</value>
    [JsonPropertyName("weight")]
    public double? Weight { get; init; }

    /// <summary>The access token of GitHub (<c>token</c>). Required in requests; responses do not have it.</summary>
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    /// <summary>The ID of the commit that is used (<c>commit_id</c>). Only in responses.</summary>
    [JsonPropertyName("commit_id")]
    public string? CommitId { get; init; }

    /// <summary>Additional properties of requests and responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the owner and the name only, so that the access token does not appear in logs.</summary>
    /// <returns>The owner and the name.</returns>
    public override string ToString() => $"{nameof(GithubRepository)} {{ {nameof(Owner)} = {Owner}, {nameof(Name)} = {Name} }}";
}
