using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Documents;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>A block with its bounding box on the page, in pixels.</summary>
/// <param name="Block">The block.</param>
/// <param name="Markdown">The Markdown of the block in the text of the page: its text, or a reference to an image or a table.</param>
/// <param name="Id">The ID of an image or an extracted table; null for all other blocks.</param>
internal sealed record PlacedBlock(PageBlock Block, string Markdown, string? Id)
{
    /// <summary>The x coordinate of the left edge.</summary>
    public int Left { get; init; }

    /// <summary>The y coordinate of the top edge.</summary>
    public int Top { get; init; }

    /// <summary>The x coordinate of the right edge.</summary>
    public int Right { get; init; }

    /// <summary>The y coordinate of the bottom edge.</summary>
    public int Bottom { get; init; }

    /// <summary>Adds the fields of the bounding box to an object.</summary>
    public void WriteBoundingBox(JsonObject json)
    {
        json["top_left_x"] = Left;
        json["top_left_y"] = Top;
        json["bottom_right_x"] = Right;
        json["bottom_right_y"] = Bottom;
    }
}
