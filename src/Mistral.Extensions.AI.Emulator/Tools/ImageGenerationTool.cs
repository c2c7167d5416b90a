using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>The tool <c>image_generation</c>. Each image is a PNG of one pixel.</summary>
/// <param name="configuration">The tool in the request.</param>
/// <param name="files">Stores the images.</param>
internal sealed class ImageGenerationTool(JsonElement configuration, GeneratedFiles files) : HostedTool(configuration)
{
    private static readonly string[] Words =
        ["image", "images", "picture", "pictures", "photo", "drawing", "draw", "paint", "logo", "image_generation"];

    protected override IEnumerable<string> FunctionNames => [Type];

    public override IEnumerable<HostedToolCall> SelectCalls(string text, bool isRequired, GenerationBudget budget) =>
        Names.Any() && (isRequired || TextWords.ContainsAny(text, Words)) ? [CreateCall(Type, "prompt", text)] : [];

    public override HostedToolResult Execute(HostedToolCall call)
    {
        var prompt = ReadArgument(call, "prompt");
        var image = files.AddImage(Type, "image_generated_0");
        return new(call, $"image_generated_0.png {prompt}", [$"Here is your image: {prompt}\n\n", image]) { UsageName = Type };
    }
}
