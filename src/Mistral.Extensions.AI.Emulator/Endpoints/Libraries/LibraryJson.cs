using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>Writes libraries, documents and accesses, with the names of the OpenAPI description.</summary>
internal static class LibraryJson
{
    /// <summary>Creates the JSON of a library: <c>Library</c>.</summary>
    public static JsonObject ToJson(this Library library) => new()
    {
        ["id"] = library.Id.ToString(),
        ["name"] = library.Name,
        ["created_at"] = library.CreatedAt.ToJson(),
        ["updated_at"] = library.UpdatedAt.ToJson(),
        ["owner_id"] = Library.OwnerId.ToString(),
        ["owner_type"] = library.OwnerType,
        ["total_size"] = library.Documents.Sum(document => document.File.Content.Length),
        ["nb_documents"] = library.Documents.Count,
        ["chunk_size"] = library.ChunkSize,
        ["emoji"] = null,
        ["description"] = library.Description,
        ["generated_name"] = null,
        ["generated_description"] = null,
        ["explicit_user_members_count"] = null,
        ["explicit_workspace_members_count"] = null,
        ["org_sharing_role"] = library.Accesses.Find(access => access.EntityType == "Org")?.Role,
    };

    /// <summary>Creates the JSON of a document: <c>Document</c>. Fields that processing sets are null before it has ended.</summary>
    public static JsonObject ToJson(this LibraryDocument document, Guid libraryId, DateTimeOffset now)
    {
        var isDone = document.GetStatus(now) == "done";
        var tokens = isDone ? document.Pages.Sum(Tokenizer.Count) : (int?)null;
        return new JsonObject
        {
            ["id"] = document.Id.ToString(),
            ["library_id"] = libraryId.ToString(),
            ["hash"] = document.Hash,
            ["mime_type"] = document.File.MediaType,
            ["extension"] = Path.GetExtension(document.File.Name).TrimStart('.'),
            ["size"] = document.File.Content.Length,
            ["name"] = document.Name,
            ["created_at"] = document.File.CreatedAt.ToJson(),
            ["process_status"] = document.GetStatus(now),
            ["processing_status"] = document.GetOldStatus(now),
            ["uploaded_by_id"] = Library.OwnerId.ToString(),
            ["uploaded_by_type"] = "Workspace",
            ["tokens_processing_total"] = tokens ?? 0,
            ["summary"] = null,
            ["last_processed_at"] = isDone ? document.ProcessedAt.ToJson() : null,
            ["number_of_pages"] = isDone ? document.Pages.Count : null,
            ["tokens_processing_main_content"] = tokens,
            ["tokens_processing_summary"] = null,
            ["url"] = null,
            ["attributes"] = document.Attributes?.ToNode(),
            ["expires_at"] = document.ExpiresAt?.ToJson(),
        };
    }

    /// <summary>Creates the JSON of an access: <c>Sharing</c>.</summary>
    public static JsonObject ToJson(this LibraryAccess access, Guid libraryId) => new()
    {
        ["library_id"] = libraryId.ToString(),
        ["user_id"] = access.EntityType == "User" ? access.EntityId.ToString() : null,
        ["org_id"] = Library.OwnerId.ToString(),
        ["role"] = access.Role,
        ["share_with_type"] = access.EntityType,
        ["share_with_uuid"] = access.EntityId.ToString(),
    };

    /// <summary>Creates the <c>pagination</c> field: <c>PaginationInfo</c>.</summary>
    public static JsonObject CreatePagination(int count, JsonElement query, int defaultPageSize)
    {
        var page = (int)(query.FindNumber("page") ?? 0);
        var size = (int)(query.FindNumber("page_size") ?? defaultPageSize);
        var pages = (count + size - 1) / size;
        return new JsonObject
        {
            ["total_items"] = count,
            ["total_pages"] = pages,
            ["current_page"] = page,
            ["page_size"] = size,
            ["has_more"] = page + 1L < pages,
        };
    }
}
