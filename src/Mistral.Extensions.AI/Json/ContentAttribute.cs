namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Marks a property with the content of a response: text, tool calls, vectors. If its value has a wrong type, reading the response fails.
/// The values of other properties are then kept in the extension data, see <see cref="LenientJson"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContentAttribute : Attribute;
