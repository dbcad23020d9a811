using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;

namespace CommsBot.Handoff;

/// <summary>How long a request may wait, and the honest sentence for a patient who waits: when a person will be in touch.</summary>
internal static class Promises
{
    private const int Quarter = 15;
    private static readonly TimeOnly EndOfDay = new(17, 0);

    /// <summary>The staffed minutes within which a person should have taken a ticket of that kind; crisis and emergency have none, they page at once.</summary>
    public static int? LimitOf(Clinic clinic, HandoffKind kind) => kind is HandoffKind.Crisis or HandoffKind.Emergency ? null
        : clinic.AnswerWithin.TryGetValue(kind.ToString().ToLowerInvariant(), out var minutes) ? minutes
        : kind switch
        {
            HandoffKind.Clinical or HandoffKind.Adverse => 15,
            HandoffKind.Call or HandoffKind.Question or HandoffKind.Technical => 60,
            HandoffKind.Records => 960,
            _ => 240,
        };

    /// <summary>The day by which a kind must be done with, whoever was in touch meanwhile: records and complaints; null for the others.</summary>
    public static DateTimeOffset? DueAt(Clinic clinic, HandoffKind kind, DateTimeOffset now)
    {
        int? days = kind switch
        {
            HandoffKind.Records => clinic.Numbers.RecordsDueDays,
            HandoffKind.Complaint => clinic.Numbers.ComplaintDueDays,
            _ => null,
        };
        return days is { } count ? clinic.At(clinic.DateOf(now).AddDays(count), EndOfDay) : null;
    }

    /// <summary>The moment a call-back is promised for: the clinic's staffed minutes from now, at the next quarter of an hour while it is open.</summary>
    public static DateTimeOffset CallBackAt(Clinic clinic, DateTimeOffset now)
    {
        var moment = clinic.Hours.AfterStaffedMinutes(now, clinic.Numbers.CallBackMinutes);
        var over = clinic.LocalTime(moment).Minute % Quarter;
        var rounded = over == 0 ? moment : moment.AddMinutes(Quarter - over).AddSeconds(-moment.Second);
        return clinic.ClosesAt(moment) is { } closes && rounded > closes ? closes : rounded;
    }

    /// <summary>Says it. A crisis or an emergency is never answered with a promise to call back.</summary>
    /// <returns>Until when a person must have been in touch; null when nothing was promised.</returns>
    public static (string Key, (string, string)[] Values, DateTimeOffset? Until) Of(Clinic clinic, Conversation conversation, bool inDanger, DateTimeOffset now)
    {
        if (inDanger) return ("waiting-notice", [], null);
        var form = conversation.Channel == Channel.Sms ? MessageForm.Sms : MessageForm.Web;
        var until = CallBackAt(clinic, now);
        if (!clinic.IsOpen(now)) return ("person-asked-closed", [("opens", clinic.OpensWords(now, conversation.Language, form))], until);
        return ("staff-late", [("when", clinic.ByWords(until, now, conversation.Language, form))], until);
    }
}
