using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The schemas of requests to the voices endpoint.</summary>
internal static class VoiceSchemas
{
    private const int MaxDescriptionLength = 500;
    private const int MaxPageSize = 100;

    private static readonly ValueSchema Text = StringValue.OrNull;
    private static readonly ValueSchema Texts = ListOf(StringValue);
    private static readonly ValueSchema Description = new TextSchema(0, MaxDescriptionLength).OrNull;

    /// <summary>The schema of <c>VoiceCreateRequest</c>.</summary>
    public static readonly ValueSchema Create = new ObjectSchema("VoiceCreateRequest",
        Required("name", StringValue),
        Optional("slug", Text),
        Optional("languages", Texts),
        Optional("gender", Text),
        Optional("age", Integer().OrNull),
        Optional("tags", Texts.OrNull),
        Optional("color", Text),
        Optional("description", Description),
        Optional("retention_notice", Integer()),
        Required("sample_audio", StringValue),
        Optional("sample_filename", Text));

    /// <summary>The schema of <c>VoiceUpdateRequest</c>.</summary>
    public static readonly ValueSchema Update = new ObjectSchema("VoiceUpdateRequest",
        Optional("name", Text),
        Optional("languages", Texts.OrNull),
        Optional("gender", Text),
        Optional("age", Integer().OrNull),
        Optional("tags", Texts.OrNull),
        Optional("description", Description));

    /// <summary>The schema of the query of the list. The type <c>custom</c> or <c>preset</c> selects voices.</summary>
    public static readonly ValueSchema List = new ObjectSchema("ListVoices",
        Optional("limit", Integer(1, MaxPageSize)),
        Optional("offset", Integer(0)),
        Optional("type", EnumOf("all", "custom", "preset")));
}
