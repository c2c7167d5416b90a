using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>
/// Marks the signatures of Mistral in <see cref="TextReasoningContent.ProtectedData"/>. Other providers use the same property for data of
/// their own, which the API would reject.
/// </summary>
internal static class ReasoningSignature
{
    // The marker is part of the value, because AdditionalProperties are lost when Microsoft.Extensions.AI joins the contents of a stream.
    private const string Marker = "mistral:";

    internal static string? ToProtectedData(string? signature) => signature is null ? null : Marker + signature;

    /// <summary>Gets the signature, or null if the data is not from Mistral.</summary>
    internal static string? FromProtectedData(string? data) =>
        data?.StartsWith(Marker, StringComparison.Ordinal) is true ? data.Substring(Marker.Length) : null;
}
