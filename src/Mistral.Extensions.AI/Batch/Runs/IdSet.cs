using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>
/// The IDs of all requests of a run. Only a hash of 64 bits of each ID is kept, about 16 bytes for each. The probability that any two of a
/// million different IDs have the same hash is 1 to 30 million.
/// </summary>
internal sealed class IdSet : IDisposable
{
    private readonly SHA256 _sha256 = SHA256.Create();

    // Open addressing: a hash is in the first free slot at or after its index. 0 is a free slot.
    private long[] _slots = new long[1024];
    private int _count;

    /// <summary>Adds an ID. Returns false if it was added before.</summary>
    internal bool Add(string id)
    {
        if (_count > _slots.Length / 4 * 3)
            Grow();

        var isNew = Insert(_slots, GetHash(id));
        _count += isNew ? 1 : 0;
        return isNew;
    }

    public void Dispose() => _sha256.Dispose();

    private long GetHash(string id) =>
        BinaryPrimitives.ReadInt64LittleEndian(_sha256.ComputeHash(Encoding.UTF8.GetBytes(id))) is var hash and not 0 ? hash : 1;

    private void Grow()
    {
        var slots = new long[checked(_slots.Length * 2)];
        foreach (var hash in _slots)
        {
            if (hash != 0)
                Insert(slots, hash);
        }

        _slots = slots;
    }

    private static bool Insert(long[] slots, long hash)
    {
        // The length is a power of two.
        for (var index = hash & (slots.Length - 1); ; index = (index + 1) & (slots.Length - 1))
        {
            if (slots[index] == hash)
                return false;

            if (slots[index] == 0)
            {
                slots[index] = hash;
                return true;
            }
        }
    }
}
