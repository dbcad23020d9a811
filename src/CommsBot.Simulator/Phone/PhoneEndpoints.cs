using System.Reflection;
using CommsBot.Simulator.Storage;
using CommsBot.Simulator.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CommsBot.Simulator.Phone;

/// <summary>The patient's phone: a page, and the calls the page makes.</summary>
internal static class PhoneEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", (HttpContext context) => Page(context, "phone.html", "text/html; charset=utf-8"));
        group.MapGet("/phone.css", (HttpContext context) => Page(context, "phone.css", "text/css; charset=utf-8"));
        group.MapGet("/phone.js", (HttpContext context) => Page(context, "phone.js", "text/javascript; charset=utf-8"));
        group.MapGet("/lines", Lines);
        group.MapGet("/{number}/messages", List);
        group.MapPost("/{number}/messages", Send);
        group.MapPost("/{number}/call", Call);
    }

    private static IResult Lines(SimulatorHost host) =>
        Results.Json(new { items = host.Lines().Select(line => new { number = line.Number, name = line.Name }) });

    private static IResult Page(HttpContext context, string name, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, type);
    }

    private static IResult List(string number, Texts texts, SimulatorHost host)
    {
        if (!PhoneFormat.IsE164(number))
        {
            return BadNumber();
        }

        return Results.Json(new { items = texts.OfPhone(number).Select(text => Item(text, host)) });
    }

    private static object Item(Text text, SimulatorHost host) => new
    {
        sid = text.Sid,
        direction = text.IsInbound ? "inbound" : "outbound",
        from = text.From,
        to = text.To,
        body = text.Shown,
        status = text.Status,
        errorCode = text.Error,
        at = host.InZone(text.ClinicAt),
    };

    private static async Task<IResult> Send(HttpRequest request, string number, SimulatorHost host, PhoneNetwork network)
    {
        var body = await JsonBody.ReadObjectAsync(request);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var (line, wrong) = Line(number, body, host);
        if (line is null)
        {
            return wrong!;
        }

        var media = 0;
        if (body.Has("numMedia") && (!body.Root.GetProperty("numMedia").TryGetWhole(out media) || media is < 0 or > 10))
        {
            return Problem.Bad("numMedia must be a whole number from 0 to 10.");
        }

        if (body.Text("body") is not { Length: <= MessageOrder.MaxBody } words || (words == "" && media == 0))
        {
            return Problem.Bad("body must be a text of 1 to 1600 characters.");
        }

        var (text, answer) = await network.TextAsync(number, line, words, media, request.HttpContext.RequestAborted);
        return Results.Json(
            new { sid = text.Sid, from = text.From, to = text.To, status = text.Status, at = host.InZone(text.ClinicAt), webhookStatus = answer.Status },
            statusCode: 201);
    }

    private static async Task<IResult> Call(HttpRequest request, string number, SimulatorHost host, PhoneNetwork network)
    {
        var body = await JsonBody.ReadObjectAsync(request);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var (line, wrong) = Line(number, body, host);
        if (line is null)
        {
            return wrong!;
        }

        var (sid, answer) = await network.CallAsync(number, line, request.HttpContext.RequestAborted);
        return Results.Json(new { sid, from = number, to = line.Number, webhookStatus = answer.Status, twiml = answer.Body }, statusCode: 201);
    }

    /// <summary>The clinic's number that a phone reaches: the one it names, else the first.</summary>
    private static (ClinicLine? Line, IResult? Wrong) Line(string number, JsonBody body, SimulatorHost host)
    {
        if (!PhoneFormat.IsE164(number))
        {
            return (null, BadNumber());
        }

        if (host.Line(number) is not null)
        {
            return (null, Problem.Bad("This is a clinic's number, not a patient's phone."));
        }

        var line = body.Has("to") ? (body.Text("to") is { } to ? host.Line(to) : null) : host.FirstLine;
        return line is null ? (null, Problem.Bad("No clinic has this number.")) : (line, null);
    }

    private static IResult BadNumber() => Problem.Bad("The phone must be written as +12815550123.");

    private static bool TryGetWhole(this System.Text.Json.JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == System.Text.Json.JsonValueKind.Number && value.TryGetInt32(out number);
    }
}
