using System.Reflection;
using System.Text.Json;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>The public records of the library that are JSON of the API, and values of them with all properties set.</summary>
internal static class SampleRecords
{
    /// <summary>Records that the library neither sends nor receives: options, progress, results, callbacks.</summary>
    private static readonly Type[] NotJson =
    [
        typeof(BatchChatRequest), typeof(BatchProgress), typeof(BatchResult<>), typeof(BatchRunOptions), typeof(MistralRateLimit),
        typeof(MistralRequestInfo), typeof(MistralResponseInfo), typeof(MistralStreamEvent), typeof(MistralToolCallDelta),
        typeof(ModerationOptions),
    ];

    private static readonly JsonElement Json = JsonElement.Parse("""{"type":"new","role":"new"}""");

    private static readonly Dictionary<Type, object> Values = new()
    {
        [typeof(string)] = "text",
        [typeof(bool)] = true,
        [typeof(int)] = 1,
        [typeof(long)] = 2L,
        [typeof(float)] = 0.5f,
        [typeof(double)] = 0.25,
        [typeof(DateTimeOffset)] = new DateTimeOffset(2026, 8, 1, 12, 30, 0, TimeSpan.Zero),
        [typeof(ReadOnlyMemory<byte>)] = new ReadOnlyMemory<byte>([1, 2, 3]),
        [typeof(JsonElement)] = Json,
        [typeof(MessageContent)] = new MessageContent("text"),
        [typeof(MediaUrl)] = new MediaUrl("https://localhost/file"),
        [typeof(ImageUrl)] = new ImageUrl(new MediaUrl("https://localhost/image")) { Detail = "high" },
        [typeof(PromptMode)] = PromptMode.Reasoning,
        [typeof(ToolChoice)] = ToolChoice.Any,
        [typeof(ConversationInputs)] = new ConversationInputs("text"),
        [typeof(EmbeddingVector)] = new EmbeddingVector([0.5f, 0.25f]),
        [typeof(OcrPages)] = new OcrPages("0-2"),
        [typeof(OcrImageData)] = JsonSerializer.Deserialize("\"data:image/png;base64,AAAA\"", OcrJson.Default.OcrImageData)!,
    };

    internal static IEnumerable<Type> Types => typeof(MistralClient).Assembly.GetExportedTypes()
        .Where(type => type.GetMethod("<Clone>$") is not null && !NotJson.Contains(type));

    /// <summary>Creates a record, or for a union one of its variants. Files are not set: they have no JSON.</summary>
    internal static object Create(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Values.TryGetValue(type, out var value))
            return value;
        if (type.IsGenericType)
            return CreateCollection(type);
        return type.IsAbstract ? Create(GetVariants(type).First()) : CreateRecord(type);
    }

    private static IEnumerable<Type> GetVariants(Type union) => Types.Where(type =>
        type.IsSealed && type.IsSubclassOf(union) && !typeof(IUnknownVariant).IsAssignableFrom(type));

    private static object CreateCollection(Type type)
    {
        var item = type.GetGenericArguments()[^1];
        if (type.GetGenericArguments().Length == 1)
        {
            var list = Array.CreateInstance(item, 1);
            list.SetValue(Create(item), 0);
            return list;
        }

        var map = Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item))!;
        map.GetType().GetMethod("Add")!.Invoke(map, ["key", Create(item)]);
        return map;
    }

    private static object CreateRecord(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        var record = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Create(parameter.ParameterType))]);
        if (record is IUnknownVariant)
            return record;

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSettable))
            property.SetValue(record, Create(property.PropertyType));
        return record;
    }

    private static bool IsSettable(PropertyInfo property) => property.CanWrite && property.PropertyType != typeof(FileData);
}
