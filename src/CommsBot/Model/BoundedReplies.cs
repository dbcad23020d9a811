namespace CommsBot.Model;

/// <summary>Reads a whole answer of at most 256 KB within the question's time-out. A longer or endless one is a failed call.</summary>
internal sealed class BoundedReplies : DelegatingHandler
{
    private const int MostBytes = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
