using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Classifiers;

/// <summary>The schemas of moderation and classification requests, with the names of the OpenAPI description.</summary>
internal static class ClassifierRequestSchemas
{
    private static readonly ValueSchema Messages = ListOf(MessageSchemas.Message);

    private static readonly ValueSchema InstructRequest = new ObjectSchema("InstructRequest", Required("messages", Messages));

    /// <summary>The schema of requests with texts.</summary>
    public static readonly ValueSchema Texts = new ObjectSchema("ClassificationRequest",
        Required("model", StringValue),
        Optional("metadata", AnyObject.OrNull),
        Required("input", AnyOf(StringValue, ListOf(StringValue))));

    /// <summary>The schema of moderation requests with conversations.</summary>
    public static readonly ValueSchema ChatModeration = new ObjectSchema("ChatModerationRequest",
        Required("input", AnyOf(Messages, ListOf(Messages))),
        Required("model", StringValue));

    /// <summary>The schema of classification requests with conversations.</summary>
    public static readonly ValueSchema ChatClassification = new ObjectSchema("ChatClassificationRequest",
        Required("model", StringValue),
        Required("input", AnyOf(InstructRequest, ListOf(InstructRequest))));
}
