using System.Net;
using System.Net.Http.Headers;

namespace Mistral.Extensions.AI.Benchmarks.Transport;

/// <summary>Reads each request to its end and returns the same response, without a network.</summary>
/// <param name="body">The body of the response.</param>
/// <param name="mediaType">The media type of the response.</param>
/// <param name="createStream">
/// Creates the stream from which the body is read, or null for a stream in which all bytes are available.
/// </param>
internal sealed class StubHandler(byte[] body, string mediaType, Func<byte[], Stream>? createStream = null) : HttpMessageHandler
{
    private readonly MediaTypeHeaderValue _contentType = MediaTypeHeaderValue.Parse(mediaType);

    /// <summary>The number of bytes of the last request body.</summary>
    internal long RequestLength { get; private set; }

    /// <summary>Whether <see cref="LastRequest"/> is set. It is false while bytes and times are measured.</summary>
    internal bool KeepsRequest { get; set; }

    /// <summary>The last request body.</summary>
    internal byte[]? LastRequest { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Stream target = KeepsRequest ? new MemoryStream() : new CountingStream();
        var copy = request.Content!.CopyToAsync(target, cancellationToken);
        return copy.IsCompletedSuccessfully ? Task.FromResult(CreateResponse(target)) : CopyAndRespondAsync(copy, target);
    }

    private async Task<HttpResponseMessage> CopyAndRespondAsync(Task copy, Stream target)
    {
        await copy;
        return CreateResponse(target);
    }

    private HttpResponseMessage CreateResponse(Stream target)
    {
        RequestLength = target.Length;
        LastRequest = (target as MemoryStream)?.ToArray();
        var content = new StreamContent(createStream?.Invoke(body) ?? new MemoryStream(body, writable: false));
        content.Headers.ContentType = _contentType;
        return new(HttpStatusCode.OK) { Content = content };
    }

    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            _length += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _length += buffer.Length;
            return default;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
