// What the C# blocks with Semantic Kernel use without declaring it. See the file of the same name in Mistral.Extensions.AI.Tests.

global using System.ComponentModel;
global using System.Text.Json;
global using Microsoft.Extensions.AI;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.SemanticKernel;
global using Microsoft.SemanticKernel.Agents;
global using Microsoft.SemanticKernel.ChatCompletion;
global using Mistral.Extensions.AI;
global using Mistral.Extensions.AI.Chat;
global using Mistral.Extensions.AI.SemanticKernel;
global using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;
global using TextContent = Microsoft.SemanticKernel.TextContent;
global using static Context;

/// <summary>The variables of all pages.</summary>
public static class Context
{
    public static IKernelBuilder builder = null!;
    public static Kernel kernel = null!;
    public static IServiceCollection services = null!;
    public static MistralClient mistral = null!;
    public static string apiKey = null!;
}
