namespace Mistral.Extensions.AI.Batch;

/// <summary>The rules for the metadata of a job.</summary>
internal static class BatchMetadata
{
    private const int MaxKeyLength = 32;
    internal const int MaxValueLength = 512;

    /// <summary>Returns the message of the first error, or null if the metadata is valid.</summary>
    internal static string? Validate(IReadOnlyDictionary<string, string>? metadata)
    {
        foreach (var (key, value) in metadata?.Select(item => (item.Key, item.Value)) ?? [])
        {
            if (key.Length is 0 or > MaxKeyLength)
                return $"Keys in Metadata must have 1 to {MaxKeyLength} characters, but \"{key}\" has {key.Length}.";

            if (value is not { Length: > 0 and <= MaxValueLength })
                return $"Values in Metadata must have 1 to {MaxValueLength} characters, but \"{key}\" has {value?.Length ?? 0}.";
        }

        return null;
    }
}
