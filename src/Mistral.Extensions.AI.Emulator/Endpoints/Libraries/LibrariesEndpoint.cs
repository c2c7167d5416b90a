using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>The endpoints for libraries and their accesses.</summary>
/// <param name="libraries">The libraries of the emulator.</param>
/// <param name="passages">What the search in libraries finds.</param>
/// <param name="idGenerator">The source of library IDs.</param>
internal sealed class LibrariesEndpoint(LibraryStore libraries, TextIndex<LibraryPassage> passages, IdGenerator idGenerator)
{
    private const int DefaultPageSize = 100;

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/libraries", Create);
        routes.MapApi("GET", "/libraries", List);
        routes.MapApi("GET", "/libraries/{library_id}", request => ApiResponse.Json(libraries.GetRequired(request).ToJson()));
        routes.MapApi("PATCH", "/libraries/{library_id}", Update);
        routes.MapApi("PUT", "/libraries/{library_id}", Update);
        routes.MapApi("DELETE", "/libraries/{library_id}", Delete);
        routes.MapApi("GET", "/libraries/{library_id}/share", ListAccesses);
        routes.MapApi("PUT", "/libraries/{library_id}/share", Share);
        routes.MapApi("DELETE", "/libraries/{library_id}/share", Unshare);
    }

    private ApiResponse Create(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(LibrarySchemas.Create);
        var library = new Library(idGenerator.NextUuid(), request.FindString("name")!, request.FindString("owner_type") ?? "Workspace",
            (int?)request.FindNumber("chunk_size"), libraries.Now)
        {
            Description = request.FindString("description"),
        };
        libraries.Add(library);
        return ApiResponse.Json(library.ToJson(), 201);
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(LibrarySchemas.List);
        var search = query.FindString("search") ?? "";
        Library[] matches = [.. libraries.GetAll().Where(library => library.Name.Contains(search, StringComparison.OrdinalIgnoreCase))];
        // The deprecated paging by numbers.
        var hasPage = query.Find("page") is not null;
        var (items, token) = hasPage
            ? ([.. matches.GetPage(query)], null)
            : PageToken.GetPage(matches, library => library.Id.ToString(), query, DefaultPageSize);
        return ApiResponse.Json(new JsonObject
        {
            ["pagination"] = hasPage ? LibraryJson.CreatePagination(matches.Length, query, DefaultPageSize) : null,
            ["data"] = new JsonArray([.. items.Select(LibraryJson.ToJson)]),
            ["next_page_token"] = token,
        });
    }

    private ApiResponse Update(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(LibrarySchemas.Update);
        var library = libraries.ChangeRequired(apiRequest, existing => existing with
        {
            Name = request.FindString("name") ?? existing.Name,
            Description = request.TryGetProperty("description", out _) ? request.FindString("description") : existing.Description,
            UpdatedAt = libraries.Now,
        });
        return ApiResponse.Json(library.ToJson());
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var library = libraries.GetRequired(request);
        libraries.Delete(library.Id);
        passages.RemoveAll(passage => passage.LibraryId == library.Id);
        return ApiResponse.Json(library.ToJson());
    }

    private ApiResponse ListAccesses(ApiRequest request)
    {
        var library = libraries.GetRequired(request);
        return ApiResponse.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. library.Accesses.Select(access => access.ToJson(library.Id))]),
        });
    }

    private ApiResponse Share(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(LibrarySchemas.Share);
        var access = new LibraryAccess(ReadEntityId(request), request.FindString("share_with_type")!, request.FindString("level")!);
        var library = libraries.ChangeRequired(apiRequest, existing => existing with
        {
            Accesses = existing.Accesses.RemoveAll(other => other.EntityId == access.EntityId).Add(access),
        });
        return ApiResponse.Json(access.ToJson(library.Id));
    }

    private ApiResponse Unshare(ApiRequest apiRequest)
    {
        var id = ReadEntityId(apiRequest.ReadJson(LibrarySchemas.Unshare));
        var library = libraries.GetRequired(apiRequest);
        var access = library.Accesses.Find(access => access.EntityId == id) ?? throw ApiError.NotFound($"Sharing with {id} not found");
        libraries.ChangeRequired(apiRequest, existing => existing with { Accesses = existing.Accesses.Remove(access) });
        return ApiResponse.Json(access.ToJson(library.Id));
    }

    private static Guid ReadEntityId(JsonElement request) => Guid.Parse(request.FindString("share_with_uuid")!);
}
