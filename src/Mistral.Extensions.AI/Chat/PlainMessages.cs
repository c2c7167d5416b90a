using System.Buffers;
using System.Collections;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// The messages of a conversation that consist of a role and a text, in an order that the API accepts. The text of a message is all that a
/// request needs: the objects of the messages are created only if they are read.
/// </summary>
internal sealed class PlainMessages : IReadOnlyList<Message>
{
    private (PlainRole Role, string Text)[] _messages;
    private bool _isPooled;

    /// <summary>Creates an empty list.</summary>
    /// <param name="capacity">The number of messages that will be added.</param>
    /// <param name="isPooled">Whether the messages are in memory that <see cref="Release"/> returns to a pool.</param>
    internal PlainMessages(int capacity, bool isPooled)
    {
        _isPooled = isPooled;
        _messages = isPooled ? ArrayPool<(PlainRole, string)>.Shared.Rent(capacity) : new (PlainRole, string)[capacity];
    }

    public int Count { get; private set; }

    /// <summary>The roles and texts.</summary>
    internal ReadOnlySpan<(PlainRole Role, string Text)> Items => _messages.AsSpan(0, Count);

    public Message this[int index] => Items[index] switch
    {
        (PlainRole.System, var text) => new SystemMessage(text),
        (PlainRole.User, var text) => new UserMessage(text),
        var (_, text) => new AssistantMessage { Content = text },
    };

    public IEnumerator<Message> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a message.</summary>
    internal void Add(PlainRole role, string text) => _messages[Count++] = (role, text);

    /// <summary>Removes the messages after the request was sent.</summary>
    internal void Release()
    {
        if (_isPooled)
            ArrayPool<(PlainRole, string)>.Shared.Return(_messages, clearArray: true);
        (_messages, Count, _isPooled) = ([], 0, false);
    }
}

/// <summary>The role of a message in <see cref="PlainMessages"/>.</summary>
internal enum PlainRole
{
    System,
    User,
    Assistant,
}
