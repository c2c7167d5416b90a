namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>What is wrong with the keys and values of a configuration section.</summary>
internal sealed class SectionProblems
{
    /// <summary>The errors, each with the path of its key.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>The keys, relative to the section, whose values cannot be bound.</summary>
    internal List<string> InvalidKeys { get; } = [];

    /// <summary>The paths of keys that are not options of the client. They may belong to the application.</summary>
    internal List<string> UnknownKeys { get; } = [];
}
