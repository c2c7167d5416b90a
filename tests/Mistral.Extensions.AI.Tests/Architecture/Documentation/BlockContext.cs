// What the C# blocks of docs and of the READMEs use without declaring it: the first words of a block show which of these it needs.
// Blocks that are whole programs do not see this file. A variable that a block declares hides the one with the same name.
// This file is not part of the test project: CodeBlockCompiler compiles it together with each block.

global using System.Text.Json;
global using System.Text.Json.Serialization;
global using System.Text.Json.Serialization.Metadata;
global using System.Threading.RateLimiting;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.AspNetCore.Http;
global using Microsoft.Extensions.AI;
global using Microsoft.Extensions.Configuration;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Extensions.Hosting;
global using Microsoft.Extensions.Logging;
global using Mistral.Extensions.AI;
global using Mistral.Extensions.AI.Agents;
global using Mistral.Extensions.AI.Audio;
global using Mistral.Extensions.AI.Batch;
global using Mistral.Extensions.AI.Chat;
global using Mistral.Extensions.AI.Classifiers;
global using Mistral.Extensions.AI.Conversations;
global using Mistral.Extensions.AI.Embeddings;
global using Mistral.Extensions.AI.Emulator;
global using Mistral.Extensions.AI.Files;
global using Mistral.Extensions.AI.Fim;
global using Mistral.Extensions.AI.FineTuning;
global using Mistral.Extensions.AI.Libraries;
global using Mistral.Extensions.AI.Models;
global using Mistral.Extensions.AI.Ocr;
global using static Context;

/// <summary>The variables of all pages.</summary>
public static class Context
{
    public static MistralClient mistral = null!;
    public static IChatClient chat = null!;
    public static IEmbeddingGenerator<string, Embedding<float>> generator = null!;
    public static List<ChatMessage> messages = null!;
    public static ILogger logger = null!;
    public static string apiKey = null!;
    public static CancellationToken cancellationToken;

    public static IServiceCollection services = null!;
    public static IConfiguration configuration = null!;
    public static HostApplicationBuilder builder = null!;
    public static MistralEmulator emulator = null!;
}

// The variables and types of single pages.

public static class Audio
{
    public static IAsyncEnumerable<ReadOnlyMemory<byte>> microphone = null!;
    public static string path = null!;
}

public static class AzureAndGoogleCloud
{
    public static Uri endpoint = null!;
}

public static class ConversationsAndAgents
{
    public static Agent agent = null!;
}

public static class Converters
{
    public static string json = null!;
    public static JsonTypeInfo<ChatCompletionRequest> typeInfo = null!;
    public static IChatClient chatClient = null!;
    public static ChatOptions options = null!;
}

public static class Credentials
{
    public static MistralClient client = null!;
    public static Secrets secrets = null!;
    public static Tenant tenant = null!;

    public sealed record Tenant(string Id, string ApiKey);

    public abstract class TenantStore
    {
        public abstract Task<Tenant> GetAsync(System.Security.Claims.ClaimsPrincipal user, CancellationToken cancellationToken);
    }

    public abstract class Secrets
    {
        public abstract Task<string> GetAsync(string name, CancellationToken cancellationToken);
    }
}

public static class Embeddings
{
    public static IEnumerable<string> texts = null!;
    public static List<Article> articles = null!;

    public static Task SaveAsync(string text, ReadOnlyMemory<float> vector) => null!;

    public sealed record Article(string Title, ReadOnlyMemory<float> Vector);
}

public static class FilesAndBatch
{
    public static IEnumerable<Text> texts = null!;
    public static IAsyncEnumerable<BatchRequest> requests = null!;

    public sealed record Text(int Id, string Content);
}

public static class Fim
{
    public static string code = null!;
    public static int cursor;
}

public static class FineTuning
{
    public static FileSchema training = null!;
    public static FileSchema validation = null!;
    public static FineTuningJob job = null!;
}

public static class HostedTools
{
    public static ChatResponse response = null!;
    public static ChatOptions options = null!;
}

public static class Hosts
{
    public static MistralClientOptions options = null!;
}

public static class Json
{
    public static ChatCompletionRequest request = null!;
    public static JsonTypeInfo<ChatCompletionRequest> typeInfo = null!;

    public sealed record StoredTurn(string User, JsonElement Request);

    public abstract class StoredTurnJson
    {
        public static readonly StoredTurnJson Default = null!;

        public JsonTypeInfo<StoredTurn> StoredTurn => null!;
    }
}

public static class Mcp
{
    public static string connectorId = null!;
}

public static class Moderation
{
    public static IReadOnlyList<string> texts = null!;
    public static string question = null!;
}

public static class RateLimits
{
    public static MistralClientOptions options = null!;
}

public static class RawResponses
{
    public static MistralClientOptions options = null!;
    public static ChatOptions chatOptions = null!;
    public static string model = null!;
    public static Dictionary<string, string> arguments = null!;
}

public static class Streaming
{
    public static WebApplication app = null!;
}

public static class Testing
{
    public static AIFunction findOrders = null!;
}

public static class Tools
{
    public static AIFunction findOrders = null!;
}
