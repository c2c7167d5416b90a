namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Marks a property that a response cannot do without: text, tool calls, vectors. A value of a wrong type is an error, whereas the value
/// of any other property is kept in the extension data, see <see cref="LenientJson"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContentAttribute : Attribute;
