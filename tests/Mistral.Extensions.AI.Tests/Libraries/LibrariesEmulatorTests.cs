using System.Net;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Libraries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Libraries;

/// <summary>Libraries of the typed client with the emulator.</summary>
public sealed class LibrariesEmulatorTests : IAsyncLifetime
{
    private const string UserId = "0684fe0e-0b98-773e-8000-323fc71a3986";

    private readonly ManualTimeProvider _time = new();
    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private LibraryDocumentsApi Documents => _client.Libraries.Documents;

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync(
            new() { TimeProvider = _time, DocumentProcessingTime = TimeSpan.FromSeconds(5) }, CancellationToken);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Conversation_cites_a_processed_document()
    {
        var library = await _client.Libraries.CreateAsync(new() { Name = "Tides" }, CancellationToken);
        var document = await Documents.UploadAsync(
            library.Id!, CreateText("High tide in Brest is at 9:41."), cancellationToken: CancellationToken);
        var before = await Documents.GetStatusAsync(library.Id!, document.Id!, CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(6));
        var after = await Documents.GetStatusAsync(library.Id!, document.Id!, CancellationToken);

        var response = await _client.Conversations.StartAsync(
            new()
            {
                Model = "mistral-small-latest",
                Inputs = "Search the documents: when is high tide in Brest?",
                Tools = [new DocumentLibraryTool([library.Id!])],
            },
            CancellationToken);

        Assert.Equal(("in_progress", "done"), (before.ProcessStatus, after.ProcessStatus));
        Assert.Equal(
            "High tide in Brest is at 9:41.",
            (await Documents.GetTextContentAsync(library.Id!, document.Id!, cancellationToken: CancellationToken)).Text);
        Assert.Equal("document_library", response.Outputs.OfType<ToolExecutionEntry>().Single().Name);
        Assert.Contains("9:41", response.Text, StringComparison.Ordinal);
        var source = Assert.Single(response.Outputs.OfType<MessageOutputEntry>().SelectMany(message => message.Content!)
            .OfType<ToolReferenceChunk>());
        Assert.Equal("tides.txt", source.Title);
    }

    [Fact]
    public async Task Library_is_changed_listed_and_deleted()
    {
        var libraries = _client.Libraries;
        var ids = new List<string?>();
        for (var i = 0; i < 3; i++)
            ids.Add((await libraries.CreateAsync(new() { Name = $"Library {i}" }, CancellationToken)).Id);

        var changed = await libraries.UpdateAsync(ids[0]!, new() { Name = "New", Description = "d" }, CancellationToken);
        var listed = await libraries.ListAsync(new() { PageSize = 2 }, CancellationToken).ToListAsync(CancellationToken);
        await libraries.DeleteAsync(ids[0]!, CancellationToken);

        Assert.Equal(("New", "d"), (changed.Name, changed.Description));
        Assert.Equal(ids.Order(), listed.Select(library => library.Id).Order());
        Assert.Equal(2, (await libraries.ListPageAsync(cancellationToken: CancellationToken)).Data.Count);
        var error = await Assert.ThrowsAsync<MistralException>(() => libraries.GetAsync(ids[0]!, CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Document_is_changed_listed_downloaded_reprocessed_and_deleted()
    {
        var library = (await _client.Libraries.CreateAsync(new() { Name = "Tides" }, CancellationToken)).Id!;
        var document = await Documents.UploadAsync(library, CreateText("first"), cancellationToken: CancellationToken);
        var same = await Documents.UploadAsync(library, CreateText("first"), cancellationToken: CancellationToken);
        await Documents.UploadAsync(library, CreateText("second"), cancellationToken: CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(6));

        var changed = await Documents.UpdateAsync(library, document.Id!, new() { Name = "new.txt" }, CancellationToken);
        var listed = await Documents.ListAsync(library, new() { PageSize = 1, SortBy = "name", SortOrder = "asc" }, CancellationToken)
            .ToListAsync(CancellationToken);
        var url = await Documents.GetSignedUrlAsync(library, document.Id!, CancellationToken);
        var textUrl = await Documents.GetExtractedTextSignedUrlAsync(library, document.Id!, CancellationToken);

        Assert.Equal(document.Id, same.Id);
        Assert.Equal("new.txt", changed.Name);
        Assert.Equal(["new.txt", "tides.txt"], listed.Select(item => item.Name));
        using var http = new HttpClient();
        Assert.Equal(
            ("first", "first"),
            (await http.GetStringAsync(url.Url, CancellationToken), await http.GetStringAsync(textUrl.Url, CancellationToken)));

        await Documents.ReprocessAsync(library, document.Id!, CancellationToken);
        Assert.Equal("in_progress", (await Documents.GetAsync(library, document.Id!, CancellationToken)).ProcessStatus);
        await Documents.DeleteAsync(library, document.Id!, CancellationToken);
        var page = await Documents.ListPageAsync(library, cancellationToken: CancellationToken);
        Assert.Equal((1, 1L), (page.Data.Count, page.Pagination!.TotalItems));
    }

    [Fact]
    public async Task Library_is_shared_and_unshared()
    {
        var library = (await _client.Libraries.CreateAsync(new() { Name = "Tides" }, CancellationToken)).Id!;
        var accesses = _client.Libraries.Accesses;

        await accesses.UpdateOrCreateAsync(
            library, new() { Level = "Viewer", ShareWithUuid = UserId, ShareWithType = "User" }, CancellationToken);
        await accesses.UpdateOrCreateAsync(
            library, new() { Level = "Editor", ShareWithUuid = UserId, ShareWithType = "User" }, CancellationToken);
        var shared = await accesses.ListAsync(library, CancellationToken);
        await accesses.DeleteAsync(library, new() { ShareWithUuid = UserId, ShareWithType = "User" }, CancellationToken);

        var access = Assert.Single(shared.Data);
        Assert.Equal(("Editor", UserId), (access.Role, access.ShareWithUuid));
        Assert.Empty((await accesses.ListAsync(library, CancellationToken)).Data);
    }

    private static FileData CreateText(string text) =>
        FileData.FromBytes(System.Text.Encoding.UTF8.GetBytes(text), "text/plain", "tides.txt");
}
