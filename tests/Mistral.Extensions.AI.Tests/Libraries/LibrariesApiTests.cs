using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Libraries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Libraries;

public sealed class LibrariesApiTests
{
    private const string LibraryJson = """
        {"id":"0684fe0e","name":"docs","created_at":"2026-05-27T11:34:39.175924+00:00","updated_at":"2026-05-28T11:34:39+00:00",
         "owner_id":"0684fe0f","owner_type":"Workspace","total_size":5000000000,"nb_documents":3,"chunk_size":512,"emoji":"📚",
         "description":"d","generated_name":"Docs","generated_description":"About docs","explicit_user_members_count":1,
         "explicit_workspace_members_count":2,"org_sharing_role":"Viewer","indexed":true}
        """;

    private const string SharingJson = """
        {"library_id":"0684fe0e","user_id":"u","org_id":"o","role":"Owner","share_with_type":"User","share_with_uuid":"u","since":1}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Library_is_read_and_written_without_loss()
    {
        var library = RoundTrip.AssertLossless(LibraryJson, LibrariesJson.Default.Library);

        Assert.Equal((5_000_000_000, 3, 512), (library.TotalSize, library.NbDocuments, library.ChunkSize));
        Assert.Equal("indexed", Assert.Single(library.AdditionalProperties!).Key);
    }

    [Fact]
    public async Task Every_field_of_a_create_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(LibraryJson, HttpStatusCode.Created);

        var library = await server.CreateClient().Libraries.CreateAsync(
            new() { Name = "docs", Description = "d", ChunkSize = 512, OwnerType = "User" }, CancellationToken);

        JsonAssert.Equal("""{"name":"docs","description":"d","chunk_size":512,"owner_type":"User"}""", server.SingleRequestBody());
        Assert.Equal(["POST /v1/libraries"], GetRequestLines(server));
        Assert.Equal("0684fe0e", library.Id);
    }

    [Fact]
    public async Task Library_is_found_changed_and_deleted_by_its_escaped_ID()
    {
        var server = StubServer.WithResponse(LibraryJson).Then(LibraryJson).Then(LibraryJson).Then("", HttpStatusCode.NoContent);
        var libraries = server.CreateClient().Libraries;

        await libraries.GetAsync("a/../b", CancellationToken);
        await libraries.UpdateAsync("a/../b", new() { Name = "new", Description = "d" }, CancellationToken);
        await libraries.DeleteAsync("a/../b", CancellationToken);
        await libraries.DeleteAsync("a/../b", CancellationToken);

        JsonAssert.Equal("""{"name":"new","description":"d"}""", server.RequestBodies[1]);
        const string Path = "/v1/libraries/a%2F..%2Fb";
        Assert.Equal([$"GET {Path}", $"PATCH {Path}", $"DELETE {Path}", $"DELETE {Path}"], GetRequestLines(server));
    }

    [Fact]
    public async Task JSON_null_removes_the_description_of_a_library()
    {
        var server = StubServer.WithResponse(LibraryJson);

        await server.CreateClient().Libraries.UpdateAsync(
            "l",
            new() { AdditionalProperties = new Dictionary<string, JsonElement> { ["description"] = JsonElement.Parse("null") } },
            CancellationToken);

        JsonAssert.Equal("""{"description":null}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task Libraries_of_all_pages_are_listed_lazily()
    {
        var server = StubServer.WithResponse("""{"pagination":null,"data":[{"id":"a"},null],"next_page_token":"n/2"}""")
            .Then("""{"data":[{"id":"b"}],"next_page_token":"n3"}""").Then("""{"data":[{"id":"c"}]}""");
        var found = new List<string>();

        await foreach (var library in server.CreateClient().Libraries.ListAsync(new() { PageSize = 1, Search = "d&é" }, CancellationToken))
            found.Add($"{library.Id}{server.RequestMessages.Count}");

        Assert.Equal(["a1", "b2", "c3"], found);
        const string Path = "GET /v1/libraries?page_size=1";
        Assert.Equal(
            [$"{Path}&search=d%26%C3%A9", $"{Path}&page_token=n%2F2&search=d%26%C3%A9", $"{Path}&page_token=n3&search=d%26%C3%A9"],
            GetRequestLines(server));
    }

    [Fact]
    public async Task Page_of_libraries_has_the_token_of_the_next_page()
    {
        var server = StubServer.WithResponse("""{"data":[{"id":"a"}],"next_page_token":"n"}""");

        var page = await server.CreateClient().Libraries.ListPageAsync(new() { PageToken = "m" }, CancellationToken);

        Assert.Equal(("a", "n"), (Assert.Single(page.Data).Id, page.NextPageToken));
        Assert.Equal(["GET /v1/libraries?page_token=m"], GetRequestLines(server));
    }

    [Fact]
    public async Task Accesses_are_listed_and_changed()
    {
        var server = StubServer.WithResponse($$"""{"data":[{{SharingJson}}],"more":1}""").Then(SharingJson);
        var accesses = server.CreateClient().Libraries.Accesses;

        var list = await accesses.ListAsync("l", CancellationToken);
        var access = await accesses.UpdateOrCreateAsync(
            "l",
            new() { Level = "Editor", ShareWithUuid = "0684fe0e-0b98-773e-8000-323fc71a3986", ShareWithType = "Workspace" },
            CancellationToken);

        Assert.Equal(("Owner", "User"), (Assert.Single(list.Data).Role, access.ShareWithType));
        JsonAssert.Equal(
            """{"level":"Editor","share_with_uuid":"0684fe0e-0b98-773e-8000-323fc71a3986","share_with_type":"Workspace"}""",
            server.RequestBodies[1]);
        Assert.Equal(["GET /v1/libraries/l/share", "PUT /v1/libraries/l/share"], GetRequestLines(server));
        RoundTrip.AssertLossless(SharingJson, LibrariesJson.Default.Sharing);
    }

    [Theory]
    [InlineData(SharingJson, HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.NoContent)]
    public async Task Access_is_deleted_with_and_without_a_response_body(string body, HttpStatusCode status)
    {
        var server = StubServer.WithResponse(body, status);

        await server.CreateClient().Libraries.Accesses.DeleteAsync(
            "l", new() { ShareWithUuid = "0684fe0e-0b98-773e-8000-323fc71a3986", ShareWithType = "User" }, CancellationToken);

        JsonAssert.Equal(
            """{"share_with_uuid":"0684fe0e-0b98-773e-8000-323fc71a3986","share_with_type":"User"}""", server.SingleRequestBody());
        Assert.Equal(["DELETE /v1/libraries/l/share"], GetRequestLines(server));
    }

    public static TheoryData<Func<MistralClient, Task>, string> InvalidCalls => new()
    {
        { client => client.Libraries.CreateAsync(new() { Name = " " }), "The library has no name. Set Name." },
        {
            client => client.Libraries.CreateAsync(new() { Name = "a", ChunkSize = 255 }),
            "ChunkSize must be between 256 and 32768, but was 255."
        },
        { client => client.Libraries.UpdateAsync("l", new()), "The request changes nothing. Set at least one property." },
        { client => client.Libraries.ListPageAsync(new() { PageSize = 101 }), "PageSize must be between 1 and 100, but was 101." },
        { client => client.Libraries.GetAsync(".."), "No library was specified. Pass the ID of a library." },
        { client => client.Libraries.UpdateAsync("", new() { Name = "a" }), "No library was specified. Pass the ID of a library." },
        { client => client.Libraries.DeleteAsync(" "), "No library was specified. Pass the ID of a library." },
        { client => client.Libraries.Accesses.ListAsync(null!), "No library was specified. Pass the ID of a library." },
        {
            client => client.Libraries.Accesses.UpdateOrCreateAsync("l", new() { ShareWithUuid = "u", ShareWithType = "User" }),
            "No access level was specified. Set Level to \"Viewer\" or \"Editor\"."
        },
        {
            client => client.Libraries.Accesses.UpdateOrCreateAsync("l", new() { Level = "Viewer", ShareWithType = "User" }),
            "No user, workspace or organization was specified. Set ShareWithUuid to the ID of one."
        },
        {
            client => client.Libraries.Accesses.DeleteAsync("l", new() { ShareWithUuid = "u" }),
            "The type of the entity was not specified. Set ShareWithType to \"User\", \"Workspace\" or \"Org\"."
        },
    };

    [Theory]
    [MemberData(nameof(InvalidCalls), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_before_it_is_sent(Func<MistralClient, Task> call, string message)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => call(NoNetwork.CreateClient()));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> GetRequestLines(StubServer server) =>
        server.RequestMessages.Select(request => $"{request.Method} {request.RequestUri!.PathAndQuery}");
}
