using System.Reflection;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>
/// Conventions of the API groups (the <c>*Api</c> classes) that the compiler does not check and that are easy to forget when an operation
/// is added.
/// </summary>
public sealed class ApiGroupConventionTests
{
    private const BindingFlags DeclaredInstance = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlyList<Type> ApiGroups = [.. GetApiGroups(typeof(MistralClient))];

    private static IEnumerable<MethodInfo> Operations => ApiGroups
        .SelectMany(group => group.GetMethods(DeclaredInstance))
        .Where(method => IsAsynchronous(method.ReturnType) && !HasOwnTests(method));

    [Fact]
    public void Every_API_group_is_reachable_from_MistralClient() => Assert.Equal(
        typeof(MistralClient).Assembly.GetExportedTypes().Where(IsApiGroup).Select(group => group.Name).Order(StringComparer.Ordinal),
        ApiGroups.Select(group => group.Name).Order(StringComparer.Ordinal));

    /// <summary>
    /// An error body with status 200 throws only if the response type implements the interface. The content of a file, which may be any
    /// JSON, is returned as a stream.
    /// </summary>
    [Fact]
    public void Every_response_type_implements_IApiResponse()
    {
        var responseTypes = Operations.SelectMany(method => method.ReturnType.GetGenericArguments()).Distinct().ToList();

        Assert.NotEmpty(responseTypes);
        Assert.Empty(responseTypes
            .Where(type => !typeof(IApiResponse).IsAssignableFrom(type) && !typeof(Stream).IsAssignableFrom(type))
            .Select(type => type.Name));
    }

    /// <summary>Logs and retirement warnings name the model only if the request type implements the interface.</summary>
    [Fact]
    public void Every_request_type_with_a_model_implements_IModelRequest()
    {
        var requestTypes = Operations
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(type => typeof(IRequestBody).IsAssignableFrom(type) && type.GetProperty("Model") is not null)
            .Distinct()
            .ToList();

        Assert.NotEmpty(requestTypes);
        Assert.Empty(requestTypes.Where(type => !typeof(IModelRequest).IsAssignableFrom(type)).Select(type => type.Name));
    }

    /// <summary>The reliability tests run every failure against every operation in <see cref="ApiOperations"/>.</summary>
    [Fact]
    public void Every_API_method_is_covered_by_the_reliability_tests() =>
        Assert.Empty(Operations.Except(ApiOperations.Methods).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));

    /// <summary>Gets the API groups among the types of the public properties, including nested groups.</summary>
    private static IEnumerable<Type> GetApiGroups(Type owner) => owner.GetProperties(DeclaredInstance)
        .Select(property => property.PropertyType)
        .Where(IsApiGroup)
        .SelectMany(group => GetApiGroups(group).Prepend(group));

    private static bool IsApiGroup(Type type) => type.Name.EndsWith("Api", StringComparison.Ordinal);

    /// <summary>Whether a method consists of several operations, or opens a WebSocket, and has tests of its own.</summary>
    private static bool HasOwnTests(MethodInfo method) => method.DeclaringType == typeof(RealtimeApi)
        || (method.DeclaringType == typeof(BatchApi) && method.Name is nameof(BatchApi.RunAsync));

    private static bool IsAsynchronous(Type returnType)
    {
        var type = returnType.IsGenericType ? returnType.GetGenericTypeDefinition() : returnType;
        return type == typeof(Task) || type == typeof(Task<>) || type == typeof(ValueTask) || type == typeof(ValueTask<>)
            || type == typeof(IAsyncEnumerable<>);
    }
}
