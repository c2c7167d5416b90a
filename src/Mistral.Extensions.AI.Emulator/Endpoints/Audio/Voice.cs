using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>A voice.</summary>
/// <param name="Id">The ID.</param>
/// <param name="Name">The name.</param>
internal sealed record Voice(Guid Id, string Name)
{
    /// <summary>The user of all requests, as in libraries.</summary>
    private const string UserId = "0684fe0e-0b98-773e-8000-323fc71a3986";

    public string? Slug { get; init; }

    public IReadOnlyList<string> Languages { get; init; } = [];

    public string? Gender { get; init; }

    public int? Age { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Color { get; init; }

    public string? Description { get; init; }

    public int RetentionNotice { get; init; } = 30;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The audio file from which the voice was created; null for a preset voice, whose sample is speech.</summary>
    public byte[]? Sample { get; init; }

    /// <summary>Whether it is a voice of the API, which cannot be changed.</summary>
    public bool IsPreset { get; init; }

    /// <summary>Whether a name in a request or a path is the ID or the slug.</summary>
    public bool HasKey(string key) => Slug == key || (Guid.TryParse(key, out var id) && Id == id);

    /// <summary>Creates the <c>VoiceResponse</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["slug"] = Slug,
        ["languages"] = ToArray(Languages),
        ["gender"] = Gender,
        ["age"] = Age,
        ["tags"] = Tags is null ? null : ToArray(Tags),
        ["color"] = Color,
        ["description"] = Description,
        ["retention_notice"] = RetentionNotice,
        ["id"] = Id.ToString(),
        ["created_at"] = CreatedAt.ToJson(),
        ["user_id"] = IsPreset ? null : UserId,
        ["trimmed_seconds"] = null,
    };

    private static JsonArray ToArray(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}
