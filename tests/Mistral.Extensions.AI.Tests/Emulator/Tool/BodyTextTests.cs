using System.Text;
using Mistral.Extensions.AI.Emulator.Tool;

namespace Mistral.Extensions.AI.Tests.Emulator.Tool;

/// <summary>The bodies that <c>mistral-emulator --log bodies</c> prints.</summary>
public sealed class BodyTextTests
{
    [Theory]
    [InlineData("""{"api_key":"very-secret"}""", """{"api_key":"***"}""")]
    [InlineData("""{"client_secret" : "very-\"secret"}""", """{"client_secret" : "***"}""")]
    [InlineData("""{"Authorization":{"type":"oauth2-token","value":"very-secret"}}""", """{"Authorization":"***"}""")]
    [InlineData("""{"password":"very-secr""", "{\"password\":\"***\"")]
    [InlineData("""{"logprobs":[{"token":"Hi"}]}""", """{"logprobs":[{"token":"Hi"}]}""")]
    public void Secrets_in_a_printed_body_are_replaced(string body, string printed) => Assert.Equal($"> {printed}\n", Format(body));

    [Fact]
    public void Each_line_of_a_printed_body_has_the_prefix()
    {
        Assert.Equal("> {\n>   \"model\": \"a\"\n> }\n", Format("{\r\n  \"model\": \"a\"\r\n}"));
        Assert.Equal(
            "> data: {\"a\":1}\n> data: [DONE]\n",
            Format("data: {\"a\":1}\n\ndata: [DONE]\n\n", "text/event-stream; charset=utf-8"));
    }

    [Fact]
    public void Body_that_is_not_text_is_printed_as_a_description()
    {
        Assert.Equal("> (3 bytes, audio/mpeg)\n", Format("abc", "audio/mpeg"));
        Assert.Equal("> (3 bytes, no content type)\n", Format("abc", null));
        Assert.Equal("> (multipart/form-data)\n", Format("", "multipart/form-data; boundary=a"));
        Assert.Equal("", Format("", null));
    }

    [Fact]
    public void Long_body_is_cut_when_it_is_printed() =>
        Assert.Equal($"> {new string('a', 9_998)}\n> (10003 bytes)\n", Format($"{new string('a', 9_998)}\r\nbbb"));

    [Fact]
    public void Control_characters_of_a_body_are_not_printed() => Assert.Equal("> a [31mb\n", Format("a\u001b[31mb"));

    private static string Format(string body, string? contentType = "application/json")
    {
        var text = new StringBuilder();
        var bytes = Encoding.UTF8.GetBytes(body);
        BodyText.Append(text, "> ", bytes, bytes.Length, contentType);
        return text.ToString();
    }
}
