using System.Reflection;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>Cloning, freezing and JSON serialization of <see cref="MistralPromptExecutionSettings"/>.</summary>
public sealed class MistralPromptExecutionSettingsTests
{
    [Fact]
    public void Clone_copies_every_setting()
    {
        var settings = CreateWithAllProperties();

        var clone = settings.Clone();

        Assert.NotSame(settings, clone);
        Assert.All(Properties, property => Assert.Equal(property.GetValue(settings), property.GetValue(clone)));
    }

    [Fact]
    public void Changes_to_a_clone_do_not_affect_the_original()
    {
        var settings = CreateWithAllProperties();
        settings.Freeze();

        var clone = (MistralPromptExecutionSettings)settings.Clone();
        clone.StopSequences!.Add("MORE");
        clone.Guardrails!.Clear();
        clone.Metadata!["more"] = 1;
        clone.ExtensionData!["more"] = 1;
        clone.Temperature = 1;

        Assert.Equal(["END"], settings.StopSequences!);
        Assert.Single(settings.Guardrails!);
        Assert.Single(settings.Metadata!);
        Assert.Single(settings.ExtensionData!);
        Assert.Equal(0.3, settings.Temperature);
    }

    [Fact]
    public void Frozen_settings_cannot_be_changed()
    {
        var settings = CreateWithAllProperties();

        settings.Freeze();
        settings.Freeze();

        Assert.True(settings.IsFrozen);
        Assert.All(Properties, property =>
        {
            var error = Assert.Throws<TargetInvocationException>(() => property.SetValue(settings, property.GetValue(settings)));
            Assert.IsType<InvalidOperationException>(error.InnerException);
        });
        Assert.Throws<NotSupportedException>(() => settings.StopSequences!.Add("MORE"));
        Assert.Throws<NotSupportedException>(() => settings.Guardrails!.Clear());
        Assert.Throws<NotSupportedException>(() => settings.Metadata!["more"] = 1);
    }

    [Fact]
    public void Settings_are_unchanged_after_a_JSON_round_trip()
    {
        var json = JsonSerializer.Serialize(CreateWithAllProperties());

        var settings = JsonSerializer.Deserialize<MistralPromptExecutionSettings>(json)!;

        JsonAssert.Equal(json, JsonSerializer.Serialize(settings));
        Assert.Equal(0.3, settings.Temperature);
        Assert.Equal("block", settings.Guardrails![0].ModerationLlmV2!.Action);
    }

    [Fact]
    public void Settings_are_read_from_API_field_names()
    {
        var settings = MistralPromptExecutionSettings.FromExecutionSettings(JsonSerializer.Deserialize<PromptExecutionSettings>(
            """
            {"model_id":"mistral-large-latest","service_id":"thorough","temperature":"0.3","random_seed":7,"stop":["END"],
             "safe_prompt":true,"reasoning_effort":"none","prediction":{"type":"content","content":"blue"},
             "guardrails":{"moderation_llm_v2":{"action":"block"} },"n":2}
            """));

        Assert.Equal("mistral-large-latest", settings.ModelId);
        Assert.Equal("thorough", settings.ServiceId);
        Assert.Equal(0.3, settings.Temperature);
        Assert.Equal(7, settings.Seed);
        Assert.Equal(["END"], settings.StopSequences!);
        Assert.True(settings.SafePrompt);
        Assert.Equal("none", settings.ReasoningEffort);
        Assert.Equal("blue", settings.Prediction);
        Assert.Equal("block", Assert.Single(settings.Guardrails!).ModerationLlmV2!.Action);
        Assert.Equal("n", Assert.Single(settings.ExtensionData!).Key);
    }

    [Fact]
    public void Mistral_settings_are_returned_without_conversion()
    {
        var settings = CreateWithAllProperties();

        Assert.Same(settings, MistralPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Null(MistralPromptExecutionSettings.FromExecutionSettings(null).Temperature);
    }

    [Fact]
    public void Conversion_keeps_the_functions_of_the_choice_behavior()
    {
        var behavior = FunctionChoiceBehavior.Auto([KernelFunctionFactory.CreateFromMethod(() => 1, "one")]);

        var settings = MistralPromptExecutionSettings.FromExecutionSettings(
            new PromptExecutionSettings { FunctionChoiceBehavior = behavior });

        Assert.Same(behavior, settings.FunctionChoiceBehavior);
    }

    private static IEnumerable<PropertyInfo> Properties => typeof(MistralPromptExecutionSettings).GetProperties()
        .Where(property => property.CanWrite && property.SetMethod!.IsPublic);

    private static MistralPromptExecutionSettings CreateWithAllProperties()
    {
        var settings = new MistralPromptExecutionSettings
        {
            ModelId = "mistral-large-latest",
            ServiceId = "thorough",
            FunctionChoiceBehavior = FunctionChoiceBehavior.None(),
            ExtensionData = new Dictionary<string, object> { ["n"] = 2 },
            Temperature = 0.3,
            TopP = 0.9,
            MaxTokens = 100,
            PresencePenalty = 0.5,
            FrequencyPenalty = -0.5,
            Seed = 7,
            StopSequences = ["END"],
            ResponseFormat = "json_object",
            ChatSystemPrompt = "Be brief.",
            ReasoningEffort = "none",
            Prediction = "blue",
            Guardrails = [new GuardrailConfig { ModerationLlmV2 = new() { Action = "block" } }],
            SafePrompt = true,
            PromptCacheKey = "tenant-1",
            ServiceTier = "auto",
            Metadata = new Dictionary<string, object?> { ["user"] = "42" },
            PromptMode = "reasoning",
            Strict = false,
        };

        // Fails for a new property that is missing above: the other tests would not cover it.
        Assert.All(Properties, property => Assert.NotNull(property.GetValue(settings)));
        return settings;
    }
}
