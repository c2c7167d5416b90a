namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>The collection of tests that must run alone in the process: they measure its memory or change its environment.</summary>
[CollectionDefinition(nameof(NonParallel), DisableParallelization = true)]
public sealed class NonParallel;
