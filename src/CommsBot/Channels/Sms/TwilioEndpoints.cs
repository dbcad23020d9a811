using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Outbox;

namespace CommsBot.Channels.Sms;

/// <summary>What Twilio calls.</summary>
internal static class TwilioEndpoints
{
    public static void MapSms(this WebApplication app)
    {
        var door = app.MapGroup("/twilio").AddEndpointFilter<TwilioDoor>().ExcludeFromDescription().DisableAntiforgery();
        door.MapPost("/sms", TextAsync);
        door.MapPost("/status", StatusAsync);
        door.MapPost("/voice", Call);
    }

    private static async Task<IResult> TextAsync(HttpContext http, InboundTexts texts)
    {
        var form = http.Request.HasFormContentType ? http.Request.Form : FormCollection.Empty;
        _ = int.TryParse(form["NumMedia"], NumberStyles.None, CultureInfo.InvariantCulture, out var media);
        await texts.AcceptAsync(new InboundText(
            form["MessageSid"].ToString(), form["From"].ToString(), form["To"].ToString(), form["Body"].ToString(), Math.Min(media, 100),
            form["OptOutType"].ToString() is { Length: > 0 } optOut ? optOut : null));
        return Twiml.Nothing;
    }

    private static async Task<IResult> StatusAsync(HttpContext http, Receipts receipts)
    {
        var form = http.Request.HasFormContentType ? http.Request.Form : FormCollection.Empty;
        string sid = form["MessageSid"].ToString(), status = form["MessageStatus"].ToString();
        if (sid.Length is 0 or > 64 || status.Length is 0 or > 32) return Results.NoContent();
        var code = form["ErrorCode"].ToString() is { Length: > 0 and <= 16 } given ? given : null;
        var own = http.Request.Query["o"].ToString() is { Length: > 0 and <= 64 } id ? id : null;
        await receipts.TakeAsync(new Receipt(own, sid, status, code));
        return Results.NoContent();
    }

    private static IResult Call(HttpContext http, SmsNumbers numbers, ClinicDirectory clinics, ClinicClock clock, ContentLibrary content)
    {
        var form = http.Request.HasFormContentType ? http.Request.Form : FormCollection.Empty;
        var clinic = numbers.ClinicOf(form["To"].ToString()) ?? (clinics.All.Count == 1 ? clinics.All[0] : null);
        if (clinic is null) return Twiml.Nothing;
        var line = clinic.IsOpen(clock.UtcNow) ? clinic.Phone : clinic.AfterHoursPhone ?? clinic.Phone;
        return Twiml.SayAndDial(
            [("en-US", Words(Language.English)), ("es-MX", Words(Language.Spanish))], line.E164);

        string Words(Language language) => content.Wording.Text("handoff/voice-menu", language, MessageForm.Web, clinic.Fact);
    }
}
