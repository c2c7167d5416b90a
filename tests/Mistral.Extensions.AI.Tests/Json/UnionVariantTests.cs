using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Tests.Json;

/// <summary>The converter of a union type has an entry for every record that derives from it.</summary>
public sealed class UnionVariantTests
{
    public static TheoryData<string> Variants =>
    [
        .. typeof(MistralClient).Assembly.GetTypes()
            .Where(type => type.IsSealed && !typeof(IUnknownVariant).IsAssignableFrom(type) && GetUnion(type) is not null)
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Variant_is_written_with_its_discriminator(string typeName)
    {
        var type = typeof(MistralClient).Assembly.GetType(typeName, throwOnError: true)!;
        var variant = RuntimeHelpers.GetUninitializedObject(type);

        var json = JsonSerializer.SerializeToElement(variant, GetUnion(type)!);

        var discriminator = type.GetProperty("Type") ?? type.GetProperty("Role");
        Assert.Contains(json.EnumerateObject(), property => property.Value.ValueEquals((string)discriminator!.GetValue(variant)!));
    }

    private static JsonTypeInfo? GetUnion(Type type) =>
        typeof(ContentChunk).IsAssignableFrom(type) ? ChatJson.Default.ContentChunk
        : typeof(Message).IsAssignableFrom(type) ? ChatJson.Default.Message
        : typeof(Tool).IsAssignableFrom(type) ? ChatJson.Default.Tool
        : null;
}
