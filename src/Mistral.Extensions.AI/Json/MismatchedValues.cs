using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// The values that did not fit the types of their properties, from the time they are read until the object they belong to is created. The
/// serializer creates an object after it has read all its properties, and may read more of the response, on another thread, in between.
/// </summary>
internal static class MismatchedValues
{
    private static readonly AsyncLocal<List<(Type Owner, string Name, JsonElement Value)>?> Pending = new();

    /// <summary>The number of values whose objects are not created yet.</summary>
    internal static int PendingCount => Pending.Value?.Count ?? 0;

    /// <summary>Adds a value of an object that is being read.</summary>
    internal static void Add(Type owner, string name, JsonElement value) => (Pending.Value ??= []).Add((owner, name, value));

    /// <summary>Moves the values that belong to an object to its extension data.</summary>
    internal static void MoveTo(object owner, JsonPropertyInfo extensionData)
    {
        // Called for each object. The lambda expressions would allocate memory here even if nothing is pending.
        if (Pending.Value is { Count: > 0 } pending)
            MoveTo(owner, extensionData, pending);
    }

    /// <summary>Removes the values of an object that could not be created.</summary>
    /// <param name="count">The value of <see cref="PendingCount"/> before the object was read.</param>
    internal static void DiscardAfter(int count)
    {
        if (Pending.Value is { } pending && pending.Count > count)
            pending.RemoveRange(count, pending.Count - count);
    }

    /// <summary>
    /// Removes all values, and the list, so that it does not flow to the caller of a method that is not async: from there it would flow to
    /// the next calls, also to concurrent ones.
    /// </summary>
    internal static void Clear()
    {
        if (Pending.Value is not null)
            Pending.Value = null;
    }

    private static void MoveTo(object owner, JsonPropertyInfo extensionData, List<(Type Owner, string Name, JsonElement Value)> pending)
    {
        foreach (var (_, name, value) in pending.Where(item => item.Owner == owner.GetType()))
        {
            var data = (IDictionary<string, JsonElement>?)extensionData.Get!(owner);
            if (data is null)
                extensionData.Set!(owner, data = new Dictionary<string, JsonElement>());
            data[name] = value;
        }

        pending.RemoveAll(item => item.Owner == owner.GetType());
    }
}
