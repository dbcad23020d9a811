using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>What every call passes: who is it, may it now, and what its failures look like.</summary>
internal sealed partial class DirectLineDoor(DirectLineTokens tokens, DirectLineOptions options, ILogger<DirectLineDoor> log)
{
    public RequestDelegate Open(DirectLineCall call, Func<DirectLineExchange, ValueTask<DirectLineRefusal?>> answer) => async http =>
    {
        var exchange = new DirectLineExchange(http, options);
        exchange.ForbidStoring();
        try
        {
            var refusal = await IdentifyAsync(call, exchange) ?? await AskGateAsync(call, exchange) ?? await answer(exchange);
            if (refusal is not null) await exchange.RefuseAsync(refusal);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to answer.
        }
        catch (BadHttpRequestException exception)
        {
            var tooBig = exception.StatusCode == StatusCodes.Status413PayloadTooLarge;
            await exchange.RefuseAsync(tooBig ? DirectLineRefusal.TooBig : DirectLineRefusal.BrokenJson);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            LogFailed(log, call, exception);
            await exchange.RefuseAsync(options.IsOutage?.Invoke(exception) == true ? DirectLineRefusal.Outage : DirectLineRefusal.Fault);
        }
    };

    private async ValueTask<DirectLineRefusal?> IdentifyAsync(DirectLineCall call, DirectLineExchange exchange)
    {
        var shown = call == DirectLineCall.Stream ? exchange.Http.Request.Query["t"].ToString() : exchange.Bearer;
        if (string.IsNullOrEmpty(shown)) return DirectLineRefusal.MissingToken;

        if (call is DirectLineCall.GenerateToken or DirectLineCall.Start)
        {
            exchange.Secret = options.Secret(shown);
            if (exchange.Secret is not null) return null;
            if (call == DirectLineCall.GenerateToken) return DirectLineRefusal.InvalidToken;
        }

        var reading = call == DirectLineCall.Stream ? await tokens.ReadForStreamAsync(shown) : await tokens.ReadAsync(shown);
        exchange.Token = reading.Token;
        if (reading.State == DirectLineTokenState.Expired) return DirectLineRefusal.TokenExpired;
        if (reading.Token is null) return DirectLineRefusal.InvalidToken;
        var named = exchange.Http.GetRouteValue("conversationId") as string;
        return named is null || named == reading.Token.ConversationId ? null : DirectLineRefusal.OtherConversation;
    }

    private ValueTask<DirectLineRefusal?> AskGateAsync(DirectLineCall call, DirectLineExchange exchange) =>
        options.Gate is null
            ? default
            : options.Gate(new DirectLineRequest(call, exchange.Token, exchange.Http), exchange.Http.RequestAborted);

    [LoggerMessage(Level = LogLevel.Error, Message = "Direct Line call {Call} failed")]
    private static partial void LogFailed(ILogger log, DirectLineCall call, Exception exception);
}
