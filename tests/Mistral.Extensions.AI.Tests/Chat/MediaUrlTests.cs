using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Chat;

public sealed class MediaUrlTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];

    [Fact]
    public void Bytes_file_and_stream_are_the_same_data_URI()
    {
        var expected = "data:image/png;base64," + Convert.ToBase64String(Data);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Data);
            MediaUrl[] urls =
            [
                expected,
                MediaUrl.FromBytes(Data, "image/png"),
                MediaUrl.FromFile(path, "image/png"),
                MediaUrl.FromStream(new MemoryStream(Data), "image/png"),
            ];

            Assert.All(urls, url => Assert.Equal(expected, url.ToString()));
            Assert.All(urls, url => Assert.Equal(urls[0], url));
            Assert.All(urls, url => Assert.Equal(urls[0].GetHashCode(), url.GetHashCode()));
            Assert.All(urls, url => Assert.Equal($"\"{expected}\"", Serialize(url)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void URLs_with_different_data_are_not_equal()
    {
        Assert.NotEqual(MediaUrl.FromBytes(Data, "image/png"), MediaUrl.FromBytes(Data, "image/jpeg"));
        Assert.NotEqual(MediaUrl.FromBytes(Data, "image/png"), MediaUrl.FromBytes(Data.AsMemory(1), "image/png"));
        Assert.NotEqual((MediaUrl)"https://example.com/a.png", "https://example.com/b.png");
        Assert.False(((MediaUrl)"https://example.com/a.png").Equals(null));
    }

    [Fact]
    public void URL_is_kept_as_it_was_received() =>
        Assert.Equal(
            "https://example.com/a b.png",
            JsonSerializer.Deserialize("\"https://example.com/a b.png\"", ChatJson.Default.MediaUrl)!.ToString());

    [Fact]
    public void Invalid_arguments_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => MediaUrl.FromBytes(Data, ""));
        Assert.Throws<ArgumentNullException>(() => MediaUrl.FromStream(null!, "image/png"));
        Assert.Throws<ArgumentNullException>(() => new MediaUrl(null!));
        Assert.Throws<FileNotFoundException>(() => MediaUrl.FromFile("no-such-file.png", "image/png"));
    }

    private static string Serialize(MediaUrl url)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, url, ChatJson.Default.MediaUrl);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
