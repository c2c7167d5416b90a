using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Credentials;

/// <summary>The token file of <see cref="MistralClientOptions.ServiceAccountTokenPath"/>, which another process replaces.</summary>
public sealed class TokenFileTests : IDisposable
{
    private readonly TokenFiles _files = new();
    private readonly ManualTimeProvider _timeProvider = new();
    private readonly LogCapture _log = new();
    private readonly StubServer _server = StubServer.WithDefaultResponse();

    public static TheoryData<string> Replacements => ["write", "replace", "directory link"];

    public void Dispose()
    {
        _files.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Token_is_sent_without_white_space_around_it()
    {
        _files.Write("\uFEFF  token-1 \r\n");

        await CreateClient().CompleteTextAsync();

        Assert.Equal(["Bearer token-1"], SentKeys());
    }

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task Changed_token_of_the_same_size_is_sent(string replacement)
    {
        Replace(replacement, "token-1");
        var client = CreateClient();
        await client.CompleteTextAsync();
        var time = File.GetLastWriteTimeUtc(_files.Path);
        Replace(replacement, "token-2");
        File.SetLastWriteTimeUtc(_files.Path, time);
        _timeProvider.Advance(TimeSpan.FromSeconds(1));

        await client.CompleteTextAsync();

        Assert.Equal(["Bearer token-1", "Bearer token-2"], SentKeys());
    }

    [Fact]
    public async Task File_is_read_at_most_once_per_second()
    {
        _files.Write("token-1");
        var client = CreateClient();
        _files.Write("token-2");

        await client.CompleteTextAsync();
        _timeProvider.Advance(TimeSpan.FromMilliseconds(999));
        await client.CompleteTextAsync();
        _timeProvider.Advance(TimeSpan.FromMilliseconds(1));
        await client.CompleteTextAsync();

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], SentKeys());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("token\r\nX-Other: 1")]
    public async Task Last_token_is_used_if_the_file_becomes_invalid(string? content)
    {
        _files.Write("token-1");
        var client = CreateClient();
        File.Delete(_files.Path);
        if (content is not null)
            _files.Write(content);

        for (var request = 0; request < 3; request++)
        {
            _timeProvider.Advance(TimeSpan.FromSeconds(1));
            await client.CompleteTextAsync();
        }

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-1"], SentKeys());
        Assert.Single(_log.LibraryEntries, entry => entry.StartsWith("Warning 6 TokenFileUnreadable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rejected_token_of_a_missing_file_names_the_file()
    {
        const string Token = "token0123456789secret";
        _files.Write(Token);
        var client = CreateClient(new KeyCheckingHandler(_server, "token-2"));
        File.Delete(_files.Path);

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, exception.StatusCode);
        Assert.Contains(
            $"The service-account token file \"{_files.Path}\" of ServiceAccountTokenPath cannot be read",
            exception.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Token, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "cannot be read: Could not find file")]
    [InlineData("", "is empty. Write the token to it")]
    [InlineData(" \n", "is empty. Write the token to it")]
    [InlineData("token 1", "contains a character that is not allowed")]
    [InlineData("token-1\r\ntoken-2", "contains a character that is not allowed")]
    public void Invalid_file_is_rejected_by_the_constructor(string? content, string error)
    {
        if (content is not null)
            _files.Write(content);

        var exception = Assert.Throws<ArgumentException>(() => CreateClient());

        Assert.Contains($"\"{_files.Path}\" of ServiceAccountTokenPath {error}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_too_large_or_a_directory_is_rejected_by_the_constructor()
    {
        _files.Write(new('x', 70_000));
        var tooLarge = Assert.Throws<ArgumentException>(() => CreateClient());
        File.Delete(_files.Path);
        Directory.CreateDirectory(_files.Path);
        var directory = Assert.Throws<ArgumentException>(() => CreateClient());

        Assert.Contains("more than 65536 characters", tooLarge.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", directory.Message, StringComparison.Ordinal);
    }

    private void Replace(string replacement, string token)
    {
        Action<string> replace = replacement switch
        {
            "write" => _files.Write,
            "replace" => _files.Replace,
            _ => _files.ReplaceDirectoryLink,
        };
        replace(token);
    }

    private MistralClient CreateClient(HttpMessageHandler? handler = null) => new(
        new HttpClient(handler ?? _server),
        new() { ServiceAccountTokenPath = _files.Path, TimeProvider = _timeProvider, LoggerFactory = _log });

    private IEnumerable<string?> SentKeys() => _server.RequestMessages.Select(message => message.Headers.Authorization?.ToString());
}
