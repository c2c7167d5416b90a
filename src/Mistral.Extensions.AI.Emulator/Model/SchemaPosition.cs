using System.Collections.Immutable;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A schema, the name of the property it describes, and the <c>$ref</c>s that led to it.</summary>
internal readonly record struct SchemaPosition(JsonElement Schema, string? PropertyName, ImmutableList<string> FollowedReferences)
{
    public SchemaPosition FollowReference(string reference, JsonElement root) =>
        this with { Schema = JsonSchemaDraft7.Resolve(reference, root) ?? default, FollowedReferences = FollowedReferences.Add(reference) };
}
