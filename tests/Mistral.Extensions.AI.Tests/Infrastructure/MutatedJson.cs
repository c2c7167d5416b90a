namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Changes JSON at random, for tests that compare two readers.</summary>
internal static class MutatedJson
{
    /// <summary>Replaces, removes or repeats one byte in half of the cases, and changes nothing in the others.</summary>
    internal static byte[] Mutate(byte[] json, Random random)
    {
        var i = random.Next(json.Length);
        return random.Next(6) switch
        {
            0 => [.. json[..i], (byte)"\"{}[],:0a \\-."[random.Next(13)], .. json[(i + 1)..]],
            1 => [.. json[..i], .. json[(i + 1)..]],
            2 => [.. json[..i], json[i], .. json[i..]],
            _ => json,
        };
    }

    /// <summary>Chooses one of the values.</summary>
    internal static T Choose<T>(this Random random, params T[] values) => values[random.Next(values.Length)];

    /// <summary>Creates an object of the members in random order. Members that are empty are left out.</summary>
    internal static string CreateObject(this Random random, params string[] members)
    {
        random.Shuffle(members);
        return $"{{{string.Join(',', members.Where(member => member.Length > 0))}}}";
    }
}
