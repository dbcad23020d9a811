using System.Collections.Concurrent;
using Microsoft.Extensions.Http;

namespace CommsBot.Tests.Drivers;

/// <summary>
/// Everything the service reaches by HTTP. An address without a stand-in is refused, and remembered: the test fails when its service ends.
/// </summary>
internal sealed class OutsideWorld : IHttpMessageHandlerBuilderFilter
{
    private readonly ConcurrentDictionary<string, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> known = [];
    private readonly ConcurrentQueue<string> strangers = [];

    /// <summary>The service listens on a port of this machine and may call itself there.</summary>
    public bool OwnPort { get; init; }

    /// <summary>Calls that went nowhere, as method and address without its query.</summary>
    public IReadOnlyCollection<string> Strangers => strangers;

    /// <param name="address">Scheme, host and port.</param>
    public void Register(string address, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) => known[address] = answer;

    public void Register(string address, HttpMessageHandler handler)
    {
        var invoker = new HttpMessageInvoker(handler);
        Register(address, invoker.SendAsync);
    }

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        builder.PrimaryHandler = new Gate(this);
    };

    private readonly HttpMessageInvoker machine = new(new SocketsHttpHandler());

    private sealed class Gate(OutsideWorld world) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!.GetLeftPart(UriPartial.Authority);
            if (world.known.TryGetValue(address, out var answer)) return answer(request, cancellationToken);
            if (world.OwnPort && request.RequestUri.IsLoopback) return world.machine.SendAsync(request, cancellationToken);
            world.strangers.Enqueue($"{request.Method} {request.RequestUri.GetLeftPart(UriPartial.Path)}");
            throw new HttpRequestException("The tests have no network.");
        }
    }
}
