using CommsBot.Simulator.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CommsBot.Simulator.Twilio;

/// <summary>The Messages resource of Twilio's REST API, and the faults that can be put on it.</summary>
internal static class TwilioEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/faults", (FaultBox box) => Results.Json(box.Present, System.Text.Json.JsonSerializerOptions.Web));
        group.MapPut("/faults", PutFaults);
        var messages = group.MapGroup("/2010-04-01/Accounts/{account}").AddEndpointFilter<TwilioAccount>().AddEndpointFilter(Latency);
        messages.MapPost("/Messages.json", Create);
        messages.MapGet("/Messages.json", (HttpRequest request, string account, Texts texts) => MessageList.Read(request, account, texts));
        messages.MapGet("/Messages/{sid}.json", Fetch);
        messages.MapPost("/Messages/{sid}.json", Update);
        messages.MapDelete("/Messages/{sid}.json", Delete);
    }

    private static async Task<IResult> PutFaults(HttpRequest request, FaultBox box)
    {
        var body = await JsonBody.ReadObjectAsync(request);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var (faults, wrong) = Faults.Read(body.Root);
        if (faults is null)
        {
            return Problem.Bad(wrong!);
        }

        box.Set(faults);
        return Results.Json(faults, System.Text.Json.JsonSerializerOptions.Web);
    }

    private static async ValueTask<object?> Latency(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.RequestServices.GetService(typeof(FaultBox)) is FaultBox { Present.LatencyMs: > 0 and var ms }
            && context.RequestServices.GetService(typeof(TimeProvider)) is TimeProvider time)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(ms), time, context.RequestAborted);
        }

        return await next(invocation);
    }

    private static async Task<IResult> Create(
        HttpContext context, string account, SimulatorHost host, OptOuts optOuts, FaultBox box, Texts texts, Delivery delivery, TimeProvider time)
    {
        if (await ReadForm(context.Request) is not { } form)
        {
            return new TwilioError(20001, "The body must be a form.").ToResult();
        }

        var (order, error) = MessageOrder.Read(form, host, optOuts);
        if (order is null)
        {
            return error!.ToResult();
        }

        var fate = box.Throw();
        if (fate.Refusal is { } code)
        {
            return TwilioError.Fault(code).ToResult();
        }

        var now = time.GetUtcNow();
        var text = new Text(
            0, Text.NewSid("SM"), "outbound-api", order.From ?? order.Line.Number, order.To, order.Body, order.Body,
            order.Service is null ? "queued" : "accepted", null, Segments.Of(order.Body), order.Media, order.Service, order.Callback, order.Validity,
            now, now, null, host.Now());
        texts.Add(text);
        delivery.Begin(text, fate.DeliveryError, fate.Callbacks);
        if (fate.Drop)
        {
            context.Abort();
            return Results.Empty;
        }

        return MessageResource.Created(text, account);
    }

    private static IResult Fetch(HttpRequest request, string account, string sid, Texts texts) =>
        texts.Find(sid) is { } text ? MessageResource.Ok(text, account) : Missing(request);

    private static async Task<IResult> Update(HttpRequest request, string account, string sid, Texts texts, TimeProvider time)
    {
        if (texts.Find(sid) is not { } text)
        {
            return Missing(request);
        }

        if (await ReadForm(request) is not { } form)
        {
            return new TwilioError(20001, "The body must be a form.").ToResult();
        }

        if ((Cancel(form, text, texts, time) ?? Redact(form, text, texts, time)) is { } error)
        {
            return error.ToResult();
        }

        return Fetch(request, account, sid, texts);
    }

    private static TwilioError? Cancel(IFormCollection form, Text text, Texts texts, TimeProvider time)
    {
        if (!form.TryGetValue("Status", out var status))
        {
            return null;
        }

        if (status != "canceled")
        {
            return new(20001, "Status can only be set to canceled.");
        }

        return texts.Cancel(text.Sid, time.GetUtcNow()) ? null : new(30409, "The message has left already and cannot be canceled.");
    }

    private static TwilioError? Redact(IFormCollection form, Text text, Texts texts, TimeProvider time)
    {
        if (!form.TryGetValue("Body", out var body))
        {
            return null;
        }

        if (body != "")
        {
            return new(20001, "Body can only be set to nothing.");
        }

        if (!text.IsFinal)
        {
            return new(20009, "The message is still on its way and cannot be changed.");
        }

        texts.Redact(text.Sid, time.GetUtcNow());
        return null;
    }

    private static IResult Delete(HttpRequest request, string sid, Texts texts)
    {
        if (texts.Find(sid) is not { } text)
        {
            return Missing(request);
        }

        if (!text.IsFinal)
        {
            return new TwilioError(20009, "The message is still on its way and cannot be deleted.").ToResult();
        }

        texts.Delete(sid);
        return Results.NoContent();
    }

    private static IResult Missing(HttpRequest request) => TwilioError.NotFound(TwilioAccount.Resource(request)).ToResult();

    /// <summary>Null when the body is no form or breaks the server's limits for one.</summary>
    private static async Task<IFormCollection?> ReadForm(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
