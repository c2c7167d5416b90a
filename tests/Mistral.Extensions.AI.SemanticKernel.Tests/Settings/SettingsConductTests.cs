using System.Reflection;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>Copying, freezing, writing and reading: what Semantic Kernel does with settings.</summary>
public sealed class SettingsConductTests
{
    [Fact]
    public void A_copy_has_every_setting_of_the_original()
    {
        var settings = Full();

        var copy = settings.Clone();

        Assert.NotSame(settings, copy);
        Assert.All(Properties, property => Assert.Equal(property.GetValue(settings), property.GetValue(copy)));
    }

    [Fact]
    public void A_copy_is_its_own()
    {
        var settings = Full();
        settings.Freeze();

        var copy = (MistralPromptExecutionSettings)settings.Clone();
        copy.StopSequences!.Add("MORE");
        copy.Guardrails!.Clear();
        copy.Metadata!["more"] = 1;
        copy.ExtensionData!["more"] = 1;
        copy.Temperature = 1;

        Assert.Equal(["END"], settings.StopSequences!);
        Assert.Single(settings.Guardrails!);
        Assert.Single(settings.Metadata!);
        Assert.Single(settings.ExtensionData!);
        Assert.Equal(0.3, settings.Temperature);
    }

    [Fact]
    public void Frozen_settings_cannot_be_changed()
    {
        var settings = Full();

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
    public void Written_and_read_they_are_the_same()
    {
        var json = JsonSerializer.Serialize(Full());

        var read = JsonSerializer.Deserialize<MistralPromptExecutionSettings>(json)!;

        JsonAssert.Equal(json, JsonSerializer.Serialize(read));
        Assert.Equal(0.3, read.Temperature);
        Assert.Equal("block", read.Guardrails![0].ModerationLlmV2!.Action);
    }

    [Fact]
    public void They_are_read_from_what_the_API_calls_them()
    {
        var read = MistralPromptExecutionSettings.FromExecutionSettings(JsonSerializer.Deserialize<PromptExecutionSettings>(
            """
            {"model_id":"mistral-large-latest","service_id":"thorough","temperature":"0.3","random_seed":7,"stop":["END"],
             "safe_prompt":true,"reasoning_effort":"none","prediction":{"type":"content","content":"blue"},
             "guardrails":{"moderation_llm_v2":{"action":"block"} },"n":2}
            """));

        Assert.Equal("mistral-large-latest", read.ModelId);
        Assert.Equal("thorough", read.ServiceId);
        Assert.Equal(0.3, read.Temperature);
        Assert.Equal(7, read.Seed);
        Assert.Equal(["END"], read.StopSequences!);
        Assert.True(read.SafePrompt);
        Assert.Equal("none", read.ReasoningEffort);
        Assert.Equal("blue", read.Prediction);
        Assert.Equal("block", Assert.Single(read.Guardrails!).ModerationLlmV2!.Action);
        Assert.Equal("n", Assert.Single(read.ExtensionData!).Key);
    }

    [Fact]
    public void Settings_of_this_type_are_not_copied()
    {
        var settings = Full();

        Assert.Same(settings, MistralPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Null(MistralPromptExecutionSettings.FromExecutionSettings(null).Temperature);
    }

    [Fact]
    public void The_functions_to_choose_from_survive()
    {
        var behavior = FunctionChoiceBehavior.Auto([KernelFunctionFactory.CreateFromMethod(() => 1, "one")]);

        Assert.Same(behavior, MistralPromptExecutionSettings.FromExecutionSettings(new PromptExecutionSettings { FunctionChoiceBehavior = behavior }).FunctionChoiceBehavior);
    }

    private static IEnumerable<PropertyInfo> Properties => typeof(MistralPromptExecutionSettings).GetProperties().Where(property => property.CanWrite && property.SetMethod!.IsPublic);

    private static MistralPromptExecutionSettings Full()
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

        // A setting that is forgotten here would be forgotten by all the tests above.
        Assert.All(Properties, property => Assert.NotNull(property.GetValue(settings)));
        return settings;
    }
}
