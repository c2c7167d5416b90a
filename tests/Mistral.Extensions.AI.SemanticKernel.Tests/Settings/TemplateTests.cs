using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>Settings in prompt templates, under the names the API has.</summary>
public sealed class TemplateTests
{
    private const string Sent = """
        {"model":"mistral-small-latest","temperature":0.3,"max_tokens":200,"safe_prompt":true,"reasoning_effort":"none","random_seed":7,
         "stop":["END"],"prediction":{"type":"content","content":"blue"},"guardrails":[{"moderation_llm_v2":{"action":"none"} }],
         "prompt_cache_key":"tenant-1","service_tier":"auto","metadata":{"user":"42"},
         "response_format":{"type":"json_schema","json_schema":{"name":"word","strict":true,"schema":
           {"type":"object","properties":{"word":{"type":"string"} },"required":["word"],"additionalProperties":false} } },
         "messages":[{"role":"user","content":"A word for the sky"}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_YAML_template_sets_all_that_the_typed_settings_do() =>
        await AssertSentAsync(KernelFunctionYaml.FromPromptYaml(
            """
            name: word
            template: A word for {{$thing}}
            template_format: semantic-kernel
            input_variables:
              - name: thing
            execution_settings:
              default:
                temperature: 0.3
                max_tokens: 200
                safe_prompt: true
                reasoning_effort: none
                random_seed: 7
                stop: [END]
                prediction: { type: content, content: blue }
                guardrails: [{ moderation_llm_v2: { action: none } }]
                prompt_cache_key: tenant-1
                service_tier: auto
                metadata: { user: "42" }
                response_format:
                  type: json_schema
                  json_schema:
                    name: word
                    strict: true
                    schema:
                      type: object
                      properties: { word: { type: string } }
                      required: [word]
                      additionalProperties: false
            """));

    [Fact]
    public async Task A_JSON_template_does_too() =>
        await AssertSentAsync(KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(
            """
            {"template":"A word for {{$thing}}","input_variables":[{"name":"thing"}],"execution_settings":{"default":{
              "temperature":0.3,"max_tokens":200,"safe_prompt":true,"reasoning_effort":"none","random_seed":7,"stop":["END"],
              "prediction":"blue","guardrails":[{"moderation_llm_v2":{"action":"none"} }],
              "prompt_cache_key":"tenant-1","service_tier":"auto","metadata":{"user":"42"},
              "response_format":{"type":"json_schema","json_schema":{"name":"word","strict":true,"schema":
                {"type":"object","properties":{"word":{"type":"string"} },"required":["word"],"additionalProperties":false} } } } } }
            """)));

    [Fact]
    public async Task A_template_chooses_functions()
    {
        await using var emulated = await EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));
        var function = KernelFunctionYaml.FromPromptYaml(
            """
            name: weather
            template: What is the weather in {{$city}}?
            execution_settings:
              default:
                function_choice_behavior:
                  type: auto
                  functions: [weather.get_weather]
            """);

        var answer = await emulated.Kernel.InvokeAsync<string>(function, new() { ["city"] = "Paris" }, Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", answer);
    }

    [Theory]
    [InlineData("thorough", "mistral-large-latest", 500)]
    [InlineData("quick", "ministral-8b-latest", 5)]
    public async Task A_template_has_settings_for_each_service(string serviceId, string model, int maxTokens)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var function = KernelFunctionYaml.FromPromptYaml(
            """
            name: word
            template: A word
            execution_settings:
              thorough:
                max_tokens: 500
              quick:
                max_tokens: 5
            """);
        var kernel = Kernel.CreateBuilder().AddMistralChatClient(model, emulated.Client, serviceId).Build();

        await kernel.InvokeAsync(function, cancellationToken: Token);

        Assert.Equal(model, (string?)Assert.Single(emulated.Bodies)["model"]);
        Assert.Equal(maxTokens, (int?)emulated.Bodies[0]["max_tokens"]);
    }

    private static async Task AssertSentAsync(KernelFunction function)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        await emulated.Kernel.InvokeAsync(function, new() { ["thing"] = "the sky" }, Token);
        JsonAssert.Equal(Sent, Assert.Single(emulated.Bodies));
    }
}
