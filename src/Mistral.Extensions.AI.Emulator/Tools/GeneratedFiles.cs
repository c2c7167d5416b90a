using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>Stores the files that tools generate, so that they can be downloaded.</summary>
/// <param name="files">The files of the emulator.</param>
/// <param name="nextFileId">Creates the ID of each file.</param>
/// <param name="timeProvider">The time at which files are created.</param>
internal sealed class GeneratedFiles(FileStore files, Func<Guid> nextFileId, TimeProvider timeProvider)
{
    /// <summary>Stores a PNG image of one pixel, and returns the <c>tool_file</c> chunk that references it.</summary>
    /// <param name="tool">The type of the tool.</param>
    /// <param name="name">The name of the file.</param>
    public JsonObject AddImage(string tool, string name)
    {
        var image = DocumentImage.Placeholder;
        var file = new StoredFile(nextFileId(), name, image.MediaType, new FileContent(image.Bytes))
        {
            Purpose = "ocr",
            SampleType = "ocr_input",
            Source = "mistral",
            CreatedAt = timeProvider.GetUtcNow(),
        };
        files.Add(file);
        return new JsonObject
        {
            ["type"] = "tool_file",
            ["tool"] = tool,
            ["file_id"] = file.Id.ToString(),
            ["file_name"] = name,
            ["file_type"] = image.FileExtension,
        };
    }
}
