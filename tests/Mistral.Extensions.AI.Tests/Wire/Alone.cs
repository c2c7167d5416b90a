namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>For tests that must be alone in the process: they measure its memory, or change its environment.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
