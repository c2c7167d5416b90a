using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>Execution settings in YAML and JSON prompt templates, with the API's field names.</summary>
public sealed class PromptTemplateSettingsTests
{
    private const string ExpectedRequest = """
        {"model":"mistral-small-latest","temperature":0.3,"max_tokens":200,"safe_prompt":true,"reasoning_effort":"none","random_seed":7,
         "stop":["END"],"prediction":{"type":"content","content":"blue"},"guardrails":[{"moderation_llm_v2":{"action":"none"} }],
         "prompt_cache_key":"tenant-1","service_tier":"auto","metadata":{"user":"42"},
         "response_format":{"type":"json_schema","json_schema":{"name":"word","strict":true,"schema":
           {"type":"object","properties":{"word":{"type":"string"} },"required":["word"],"additionalProperties":false} } },
         "messages":[{"role":"user","content":"A word for the sky"}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task YAML_template_can_contain_the_settings_of_the_API() =>
        await AssertRequestAsync(KernelFunctionYaml.FromPromptYaml(
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
    public async Task JSON_template_can_contain_the_settings_of_the_API() =>
        await AssertRequestAsync(KernelFunctionFactory.CreateFromPrompt(PromptTemplateConfig.FromJson(
            """
            {"template":"A word for {{$thing}}","input_variables":[{"name":"thing"}],"execution_settings":{"default":{
              "temperature":0.3,"max_tokens":200,"safe_prompt":true,"reasoning_effort":"none","random_seed":7,"stop":["END"],
              "prediction":"blue","guardrails":[{"moderation_llm_v2":{"action":"none"} }],
              "prompt_cache_key":"tenant-1","service_tier":"auto","metadata":{"user":"42"},
              "response_format":{"type":"json_schema","json_schema":{"name":"word","strict":true,"schema":
                {"type":"object","properties":{"word":{"type":"string"} },"required":["word"],"additionalProperties":false} } } } } }
            """)));

    [Fact]
    public async Task Template_can_select_functions()
    {
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));
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

        var response = await fixture.Kernel.InvokeAsync<string>(function, new() { ["city"] = "Paris" }, Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", response);
    }

    [Theory]
    [InlineData("large", "mistral-large-latest", 500)]
    [InlineData("small", "ministral-8b-latest", 5)]
    public async Task Template_can_contain_settings_for_each_service(string serviceId, string model, int maxTokens)
    {
        await using var fixture = await KernelFixture.StartAsync();
        var function = KernelFunctionYaml.FromPromptYaml(
            """
            name: word
            template: A word
            execution_settings:
              large:
                max_tokens: 500
              small:
                max_tokens: 5
            """);
        var kernel = Kernel.CreateBuilder().AddMistralChatClient(model, fixture.Client, serviceId).Build();

        await kernel.InvokeAsync(function, cancellationToken: Token);

        Assert.Equal(model, (string?)Assert.Single(fixture.RequestBodies)["model"]);
        Assert.Equal(maxTokens, (int?)fixture.RequestBodies[0]["max_tokens"]);
    }

    private static async Task AssertRequestAsync(KernelFunction function)
    {
        await using var fixture = await KernelFixture.StartAsync();
        await fixture.Kernel.InvokeAsync(function, new() { ["thing"] = "the sky" }, Token);
        JsonAssert.Equal(ExpectedRequest, Assert.Single(fixture.RequestBodies));
    }
}
