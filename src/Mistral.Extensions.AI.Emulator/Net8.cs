#if !NET9_0_OR_GREATER
global using Lock = object;

using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>Members that .NET 8 does not have.</summary>
internal static class Net8
{
    internal static IEnumerable<(int Index, T Item)> Index<T>(this IEnumerable<T> items) => items.Select((item, index) => (index, item));

    extension(Convert)
    {
        internal static string ToHexStringLower(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
    }
}

/// <summary>A dictionary in the order of the additions, which .NET 8 does not have.</summary>
internal sealed class OrderedDictionary<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private readonly List<TKey> _keys = [];
    private readonly Dictionary<TKey, TValue> _values = [];

    public int Count => _keys.Count;

    public IEnumerable<TKey> Keys => _keys;

    public IEnumerable<TValue> Values => _keys.Select(key => _values[key]);

    public TValue this[TKey key]
    {
        get => _values[key];
        set
        {
            if (!_values.ContainsKey(key))
                _keys.Add(key);
            _values[key] = value;
        }
    }

    public void Add(TKey key, TValue value)
    {
        _values.Add(key, value);
        _keys.Add(key);
    }

    public void Clear()
    {
        _values.Clear();
        _keys.Clear();
    }

    public bool ContainsKey(TKey key) => _values.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    public bool Remove(TKey key) => Remove(key, out _);

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.Remove(key, out value) && _keys.Remove(key);

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() =>
        _keys.Select(key => KeyValuePair.Create(key, _values[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
#endif
