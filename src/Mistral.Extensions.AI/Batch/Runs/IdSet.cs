using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>
/// The IDs of all requests of a run. Only a hash of each ID is kept, which needs about 10 bytes. Two different IDs with the same hash would
/// be reported as a duplicate; the probability of this among a million IDs is less than 1 in 10 billion.
/// </summary>
internal sealed class IdSet : IDisposable
{
    private readonly SHA256 _sha256 = SHA256.Create();

    // Many small tables instead of a large one: a table that grows is copied, and needs its memory twice during this time.
    private readonly Table[] _tables = [.. Enumerable.Range(0, 1024).Select(static _ => new Table())];

    /// <summary>Adds an ID. Returns false if it was added before.</summary>
    internal bool Add(string id)
    {
        var bytes = _sha256.ComputeHash(Encoding.UTF8.GetBytes(id));
        var table = _tables[BinaryPrimitives.ReadUInt16LittleEndian(bytes) % _tables.Length];
        return table.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(sizeof(ushort))));
    }

    public void Dispose() => _sha256.Dispose();

    /// <summary>A hash table with open addressing: a hash is in the first free slot at or after its index. 0 is a free slot.</summary>
    private sealed class Table
    {
        private ulong[] _slots = new ulong[8];
        private int _count;

        internal bool Add(ulong hash)
        {
            if (_count >= _slots.Length / 8 * 7)
                Grow();
            if (!Insert(_slots, Math.Max(hash, 1)))
                return false;

            _count++;
            return true;
        }

        private void Grow()
        {
            var slots = new ulong[(_slots.Length / 4 * 5) + 8];
            foreach (var hash in _slots.Where(static hash => hash != 0))
                Insert(slots, hash);
            _slots = slots;
        }

        private static bool Insert(ulong[] slots, ulong hash)
        {
            for (var index = (int)(hash % (uint)slots.Length); ; index = (index + 1) % slots.Length)
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
}
