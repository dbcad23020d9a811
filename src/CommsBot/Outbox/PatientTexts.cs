using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;

namespace CommsBot.Outbox;

/// <summary>
/// A text inside a patient's thread: begins with the clinic's name, is written in letters that a text can carry, and says how to stop texts when
/// this number was not told within 30 days. Where that notice does not fit it is a text of its own.
/// </summary>
internal sealed class PatientTexts(ContentLibrary library)
{
    public const string NoticeKey = "handoff/sms-first-notice";

    private const int TwoSegments = 306;
    private static readonly TimeSpan NoticeHolds = TimeSpan.FromDays(30);

    /// <summary>Adds the row (or rows) in the caller's transaction and returns the one that carries the text.</summary>
    /// <param name="thread">Tracked by <paramref name="db"/>; an SMS thread.</param>
    public OutboundMessage Add(ClinicDb db, Clinic clinic, Conversation thread, MessageClass @class, string text, string key, DateTimeOffset now)
    {
        var to = PhoneNumber.Parse(thread.Phone!);
        // A person's own words are sent as written; the bot's are ours to fold.
        var words = @class == MessageClass.Staff ? text : PhoneText.Fold(text);
        var body = words.StartsWith(clinic.SmsName, StringComparison.Ordinal) ? words : $"{clinic.SmsName}: {words}";
        if (words.Contains("STOP", StringComparison.Ordinal)) thread.StopNoticeAt = now;
        // "HELP for help" beside 988 would mislead, and whoever just left is not told how to leave: both wait for the next text.
        else if (@class is not (MessageClass.Safety or MessageClass.Consent) && NoticeIsDue(thread, now))
        {
            thread.StopNoticeAt = now;
            var notice = PhoneText.Fold(library.Wording.Text(NoticeKey, thread.Language, MessageForm.Sms, clinic.Fact));
            if (body.Length + 1 + notice.Length <= TwoSegments) body = $"{body} {notice}";
            else OutboxQueue.Add(db, New(MessageClass.Consent, $"{clinic.SmsName}: {notice}", key + "-notice"));
        }

        return OutboxQueue.Add(db, New(@class, body, key));

        NewText New(MessageClass kind, string content, string unique) =>
            new(clinic.Id, kind, to, content, thread.Language, unique, now) { ConversationId = thread.Id, OwnerToken = Gate.RuleOf(kind).YieldsToStaff ? thread.OwnerToken : null };
    }

    public static bool NoticeIsDue(Conversation thread, DateTimeOffset now) => thread.StopNoticeAt is not { } told || now - told >= NoticeHolds;
}
