using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;

namespace CommsBot.Channels.Sms;

/// <summary>A text from a phone, as the webhook or the provider's list tells it.</summary>
/// <param name="Media">Pictures and the like; they are counted and never fetched.</param>
internal sealed record InboundText(string Sid, string From, string To, string Body, int Media, string? OptOutType = null);

/// <summary>Stores a text from a phone; a keyword that Twilio acts on takes effect in the same commit.</summary>
internal sealed partial class InboundTexts(Inbox inbox, SmsNumbers numbers, StrangeSenders strangers, VisitPlans plans, ClinicClock clock, ILogger<InboundTexts> log)
{
    private const int LongestAnswered = 2000;
    private const int LongestStored = 20_000;

    /// <returns>False when it belongs to no clinic here.</returns>
    public async Task<bool> AcceptAsync(InboundText text, CancellationToken ct = default)
    {
        if (text.Sid.Length is 0 or > 64 || numbers.ClinicOf(text.To) is not { } clinic)
        {
            Log.NobodysNumber(log);
            return false;
        }

        var body = text.Body.Length <= LongestStored ? text.Body : text.Body[..LongestStored];
        if (!PhoneNumber.TryParse(text.From, out var phone))
        {
            await strangers.TakeAsync(clinic, text, body, ct);
            return true;
        }

        var keyword = ProviderKeywords.Of(text.Body, text.OptOutType);
        var activity = text.OptOutType is null ? null : $$"""{"optOutType":"{{keyword.ToString().ToUpperInvariant()}}"}""";
        var message = new NewMessage("twilio", text.Sid, InboundKind.Message, body, Attachments: text.Media, Activity: activity, OverLimit: body.Length > LongestAnswered);
        await inbox.AcceptAsync(
            message,
            async db => await Transcript.SmsThread(db, clinic.Id, phone, Language.English, clock.UtcNow),
            (db, thread) => TakeEffect(db, thread, phone, keyword, body),
            ct);
        return true;
    }

    private async Task TakeEffect(ClinicDb db, Conversation thread, PhoneNumber phone, ProviderKeyword keyword, string body)
    {
        var now = clock.UtcNow;
        var hash = thread.PhoneHash!;
        await NumberHolds.LiftAsync(db, thread.ClinicId, hash);
        if (keyword is ProviderKeyword.None or ProviderKeyword.Help) return;
        var optedOut = await ConsentLedger.OptedOut(db, thread.ClinicId, hash);

        // YES and START mean anything else while the number is not opted out; a second STOP says nothing new.
        if (keyword == ProviderKeyword.Start ? !optedOut : optedOut) return;
        var ask = keyword == ProviderKeyword.Stop ? ConsentWord.AskAbout(body) : null;
        await ConsentLedger.Record(
            db, thread.ClinicId, phone, ConsentPurpose.All, keyword == ProviderKeyword.Start, body, "sms-keyword", "patient", now, ask);
        await plans.RefreshNumberAsync(db, thread.ClinicId, hash, now);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A text was sent to a number that belongs to no clinic of this installation; it was not stored.")]
        public static partial void NobodysNumber(ILogger logger);
    }
}
