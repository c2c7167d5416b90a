using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Tests.Json;

/// <summary>
/// Every <see cref="JsonSerializerContext"/> of the library has the same <see cref="JsonSourceGenerationOptionsAttribute"/>. The attribute
/// is repeated, because the source generator reads only the attribute of the context itself.
/// </summary>
public sealed class JsonPolicyTests
{
    private static readonly JsonSerializerOptions Policy = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // These properties differ from the policy in every context: it is its own resolver, and its options are read-only.
    private static readonly string[] ContextProperties =
    [
        nameof(JsonSerializerOptions.TypeInfoResolver),
        nameof(JsonSerializerOptions.TypeInfoResolverChain),
        nameof(JsonSerializerOptions.IsReadOnly),
    ];

    public static TheoryData<string> Contexts =>
    [
        .. typeof(MistralClient).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Json_contexts_share_one_policy(string context)
    {
        var options = GetOptions(context);
        var properties = typeof(JsonSerializerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !ContextProperties.Contains(property.Name))
            .ToList();

        Assert.NotEmpty(properties);
        Assert.All(properties, property => Assert.Equal(property.GetValue(Policy), property.GetValue(options)));
    }

    private static JsonSerializerOptions GetOptions(string context) =>
        ((JsonSerializerContext)typeof(MistralClient).Assembly.GetType(context, throwOnError: true)!
            .GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).Options;
}
