using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>Finds the library and the document that a path names.</summary>
internal static class LibraryLookup
{
    /// <summary>Returns the library in the path.</summary>
    /// <exception cref="ApiError">The library does not exist, or its ID is not a UUID.</exception>
    public static Library GetRequired(this LibraryStore libraries, ApiRequest request) =>
        libraries.ChangeRequired(request, library => library);

    /// <summary>Changes the library in the path and returns it.</summary>
    /// <exception cref="ApiError">The library does not exist, or its ID is not a UUID.</exception>
    public static Library ChangeRequired(this LibraryStore libraries, ApiRequest request, Func<Library, Library> change)
    {
        var id = request.GetRouteUuid("library_id");
        return libraries.Change(id, change) ?? throw ApiError.NotFound($"Library {id} not found");
    }

    /// <summary>Returns the document in the path.</summary>
    /// <exception cref="ApiError">The document does not exist, or its ID is not a UUID.</exception>
    public static LibraryDocument GetRequiredDocument(this Library library, ApiRequest request)
    {
        var id = request.GetRouteUuid("document_id");
        return library.Documents.Find(document => document.Id == id) ?? throw ApiError.NotFound($"Document {id} not found");
    }
}
