using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Libraries;

public sealed class LibrariesEndpointTests
{
    private const string UserId = "0684fe0e-0b98-773e-8000-323fc71a3986";

    [Fact]
    public async Task Created_library_has_all_fields()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });

        var path = await emulator.CreateLibraryAsync("docs", """{"description":"d","chunk_size":300}""");

        var library = await emulator.GetJsonAsync(path);
        var created = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null);
        JsonAssert.Equal(
            $$"""
            {"id":"{{library["id"]}}","name":"docs","created_at":"{{created}}","updated_at":"{{created}}",
             "owner_id":"{{library["owner_id"]}}","owner_type":"Workspace","total_size":0,"nb_documents":0,"chunk_size":300,"emoji":null,
             "description":"d","generated_name":null,"generated_description":null,"explicit_user_members_count":null,
             "explicit_workspace_members_count":null,"org_sharing_role":null}
            """,
            library);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task Update_changes_only_the_fields_of_the_request(string method)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var path = await emulator.CreateLibraryAsync("docs", """{"description":"d"}""");

        var renamed = await emulator.SendAsync(new HttpMethod(method), path, """{"name":"new"}""");
        var cleared = await emulator.SendAsync(new HttpMethod(method), path, """{"description":null}""");

        Assert.Equal("new", (string?)renamed.Json["name"]);
        Assert.Equal("d", (string?)renamed.Json["description"]);
        Assert.Equal("new", (string?)cleared.Json["name"]);
        Assert.Null(cleared.Json["description"]);
    }

    [Fact]
    public async Task List_is_paged_by_token_or_by_number_and_can_be_searched()
    {
        await using var emulator = await TestEmulator.StartAsync();
        foreach (var name in new[] { "alpha", "beta", "gamma" })
            await emulator.CreateLibraryAsync(name);

        var first = await emulator.GetJsonAsync("/v1/libraries?page_size=2");
        var second = await emulator.GetJsonAsync($"/v1/libraries?page_size=2&page_token={first["next_page_token"]}");
        var numbered = await emulator.GetJsonAsync("/v1/libraries?page_size=2&page=0");
        var found = await emulator.GetJsonAsync("/v1/libraries?search=ALPHA");

        Assert.Equal(["gamma", "beta"], GetNames(first));
        Assert.Null(first["pagination"]);
        Assert.Equal(["alpha"], GetNames(second));
        Assert.Null(second["next_page_token"]);
        JsonAssert.Equal("""{"total_items":3,"total_pages":2,"current_page":0,"page_size":2,"has_more":true}""", numbered["pagination"]);
        Assert.Equal(["alpha"], GetNames(found));

        static IEnumerable<string?> GetNames(System.Text.Json.Nodes.JsonNode list) =>
            list["data"]!.AsArray().Select(library => (string?)library!["name"]);
    }

    [Fact]
    public async Task Deleted_library_is_returned_and_not_found_any_more()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var path = await emulator.CreateLibraryAsync();

        var deleted = await emulator.SendAsync(HttpMethod.Delete, path);
        var get = await emulator.SendAsync(HttpMethod.Get, path);

        Assert.Equal("docs", (string?)deleted.Json["name"]);
        Assert.Equal(HttpStatusCode.NotFound, get.Status);
        Assert.Equal($$"""{"detail":"Library {{deleted.Json["id"]}} not found"}""", get.Body);
    }

    [Fact]
    public async Task Access_can_be_given_changed_and_removed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var path = $"{await emulator.CreateLibraryAsync()}/share";

        await emulator.SendAsync(HttpMethod.Put, path, CreateSharing("Viewer"));
        var changed = await emulator.SendAsync(HttpMethod.Put, path, CreateSharing("Editor"));
        var list = await emulator.GetJsonAsync(path);
        var removed = await emulator.SendAsync(HttpMethod.Delete, path, CreateSharing("Editor"));
        var again = await emulator.SendAsync(HttpMethod.Delete, path, CreateSharing("Editor"));

        JsonAssert.Equal(
            $$"""
            {"library_id":"{{changed.Json["library_id"]}}","user_id":"{{UserId}}","org_id":"{{changed.Json["org_id"]}}","role":"Editor",
             "share_with_type":"User","share_with_uuid":"{{UserId}}"}
            """,
            changed.Json);
        JsonAssert.Equal(changed.Body, Assert.Single(list["data"]!.AsArray()));
        Assert.Equal(changed.Body, removed.Body);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Empty((await emulator.GetJsonAsync(path))["data"]!.AsArray());
    }

    [Theory]
    [InlineData("POST", "", """{"description":"d"}""", "missing")]
    [InlineData("POST", "", """{"name":"n","chunk_size":100}""", "greater_than_equal")]
    [InlineData("POST", "", """{"name":"n","owner_type":"Org"}""", "enum")]
    [InlineData("POST", "", """{"name":"n","emoji":"e"}""", "extra_forbidden")]
    [InlineData("PUT", "/0197f425-5e85-7353-b8e7-e8b974b9c613/share", """{"level":"Owner"}""", "missing")]
    [InlineData("GET", "?page_size=101", null, "less_than_equal")]
    [InlineData("GET", "/1", null, "uuid_parsing")]
    public async Task Fields_are_validated(string method, string path, string? request, string errorType)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), $"/v1/libraries{path}", request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Contains(errorType, response.Json["detail"]!.AsArray().Select(error => (string?)error!["type"]));
    }

    private static string CreateSharing(string level) =>
        $$"""{"share_with_uuid":"{{UserId}}","share_with_type":"User","level":"{{level}}"}""";
}
