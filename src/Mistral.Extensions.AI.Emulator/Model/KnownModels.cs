namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// The models of the API in August 2026, from https://github.com/mistralai/platform-docs-public (src/schema/models) and recorded
/// responses of <c>/v1/models</c>. Names of retired models are accepted as names of a model of the same kind.
/// </summary>
internal static class KnownModels
{
    private const string Chat = "completion_chat";
    private const string Functions = "function_calling";
    private const string Fim = "completion_fim";
    private const string Vision = "vision";
    private const string Reasoning = "reasoning";
    private const int Context256K = 262_144;

    /// <summary>All models.</summary>
    public static IEnumerable<ModelCard> All => [.. ChatModels, .. CodeModels, .. DeprecatedModels, .. SpecializedModels.All];

    private static IEnumerable<ModelCard> ChatModels =>
    [
        new("mistral-small-2603", Chat, Functions, Reasoning, Vision)
        {
            Aliases = ["mistral-small-latest"],
            OlderNames =
            [
                "mistral-small", "mistral-small-2402", "mistral-small-2409", "mistral-small-2501", "mistral-small-2503",
                "mistral-small-2506", "labs-mistral-small-creative", "mistral-saba-2502", "mistral-saba-latest", "open-mixtral-8x7b",
                "open-mixtral-8x22b", "open-mixtral-8x22b-2404",
            ],
            Description = "Small and fast, with vision and optional reasoning.",
            ContextLength = Context256K,
            DefaultTemperature = 0.3,
        },
        new("mistral-medium-3-5", Chat, Functions, Reasoning, Vision)
        {
            Aliases = ["mistral-medium-latest", "mistral-medium-3.5", "mistral-medium-3"],
            OlderNames = ["mistral-medium", "mistral-medium-2312", "pixtral-large-2411", "pixtral-large-latest"],
            Description = "Frontier-class, with vision and optional reasoning.",
            ContextLength = Context256K,
            DefaultTemperature = 0.7,
        },
        new("mistral-large-2512", Chat, Functions, Vision)
        {
            Aliases = ["mistral-large-latest"],
            OlderNames = ["mistral-large", "mistral-large-2402", "mistral-large-2407", "mistral-large-2411"],
            Description = "Large, with vision and without reasoning.",
            ContextLength = Context256K,
            DefaultTemperature = 0.3,
        },
        new("ministral-14b-2512", Chat, Functions, Vision)
        {
            Aliases = ["ministral-14b-latest"],
            OlderNames = ["pixtral-12b", "pixtral-12b-2409", "pixtral-12b-latest"],
            Description = "Small model with vision.",
            ContextLength = Context256K,
            DefaultTemperature = 0.3,
        },
        new("ministral-8b-2512", Chat, Functions, Vision)
        {
            Aliases = ["ministral-8b-latest"],
            OlderNames =
            [
                "ministral-8b-2410", "open-mistral-7b", "mistral-tiny", "mistral-tiny-2312", "mistral-tiny-2407", "mistral-tiny-latest",
                "open-mistral-nemo", "open-mistral-nemo-2407",
            ],
            Description = "Small model for edge devices.",
            ContextLength = Context256K,
            DefaultTemperature = 0.3,
        },
        new("ministral-3b-2512", Chat, Functions, Vision)
        {
            Aliases = ["ministral-3b-latest"],
            OlderNames = ["ministral-3b-2410"],
            Description = "The smallest model for edge devices.",
            ContextLength = Context256K,
            DefaultTemperature = 0.3,
        },
        new("zai-glm-5-2", Chat, Functions, Reasoning) { Description = "GLM 5.2 of Z.ai.", ContextLength = 1_048_576 },
    ];

    private static IEnumerable<ModelCard> CodeModels =>
    [
        new("codestral-2508", Chat, Functions, Fim)
        {
            Aliases = ["codestral-latest"],
            OlderNames = ["codestral-2405", "codestral-2411-rc5", "codestral-2412", "codestral-2501", "open-codestral-mamba"],
            Description = "Code generation and fill-in-the-middle.",
            ContextLength = 128_000,
            DefaultTemperature = 0.3,
        },
        new("labs-leanstral-1-5", Chat, Functions, Vision)
        {
            OlderNames = ["labs-leanstral-2603"],
            Description = "Proofs in Lean 4.",
            ContextLength = Context256K,
            Deprecation = "2026-09-30T12:00:00Z",
        },
        new("devstral-2512", Chat, Functions)
        {
            Aliases = ["devstral-latest", "devstral-medium-latest"],
            OlderNames =
            [
                "devstral-small-2505", "devstral-small-2507", "devstral-medium-2507", "labs-devstral-small-2512", "devstral-small-latest",
                "mistral-vibe-cli-latest",
            ],
            Description = "Software engineering agents. Deprecated, but still available.",
            ContextLength = Context256K,
            DefaultTemperature = 0.2,
            Deprecation = "2026-07-31T12:00:00Z",
            Replacement = "mistral-medium-latest",
        },
    ];

    private static IEnumerable<ModelCard> DeprecatedModels =>
    [
        new("mistral-medium-2508", Chat, Functions, Vision)
        {
            OlderNames = ["mistral-medium-2505"],
            Description = "Mistral Medium 3.1.",
            DefaultTemperature = 0.3,
            Deprecation = "2026-08-31T12:00:00Z",
            Replacement = "mistral-medium-latest",
        },
        new("magistral-medium-2509", Chat, Functions, Reasoning, Vision)
        {
            Aliases = ["magistral-medium-latest"],
            OlderNames = ["magistral-medium-2506", "magistral-medium-2507"],
            Description = "Reasoning model with a reasoning system prompt. Deprecated, but still available.",
            DefaultTemperature = 0.7,
            UsesPromptMode = true,
            Deprecation = "2026-07-31T12:00:00Z",
            Replacement = "mistral-medium-latest",
        },
        new("magistral-small-2509", Chat, Functions, Reasoning, Vision)
        {
            Aliases = ["magistral-small-latest"],
            OlderNames = ["magistral-small-2506", "magistral-small-2507"],
            Description = "Small reasoning model with a reasoning system prompt. Deprecated, but still available.",
            DefaultTemperature = 0.7,
            UsesPromptMode = true,
            Deprecation = "2026-07-31T12:00:00Z",
            Replacement = "mistral-small-latest",
        },
    ];
}
