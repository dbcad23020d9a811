using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff.Notices;
using CommsBot.Outbox;
using CommsBot.Settings;
using CommsBot.Storage;

namespace CommsBot.Handoff;

/// <summary>Writes the texts that call staff to the console, in the caller's transaction. They hold a link and nothing about a patient.</summary>
internal sealed class Pages(ContentLibrary library, PublicAddress address, NoticeBook notices)
{
    /// <summary>How the keys of pages about a flood begin.</summary>
    public const string FloodKey = "flood-";

    /// <summary>The next of the on-call people, in order, round and round.</summary>
    public void OnCall(ClinicDb db, Clinic clinic, HandoffTicket ticket, DateTimeOffset now)
    {
        ticket.PagedAt = now;
        var at = ticket.Pages % clinic.OnCall.Count;
        var key = ticket.Kind is HandoffKind.Crisis or HandoffKind.Emergency ? "safety/page" : "handoff/page-waiting";
        Write(db, clinic, clinic.OnCall[at], key, $"page-{ticket.Id}-{ticket.Pages}", now);
        notices.BesidePage(db, clinic, ticket, at, key, now);
        ticket.Pages++;
    }

    /// <summary>One page for many anonymous tickets, to everybody on call: it says how many wait.</summary>
    public void Flood(ClinicDb db, Clinic clinic, int waiting, DateTimeOffset now)
    {
        for (var place = 0; place < clinic.OnCall.Count; place++)
            Write(db, clinic, clinic.OnCall[place], "safety/page-flood", $"{FloodKey}{clinic.Id}-{now.ToUnixTimeSeconds()}-{place}", now,
                ("count", waiting.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The second person: whoever stands second in the on-call order, else the first.</summary>
    public void Second(ClinicDb db, Clinic clinic, HandoffTicket ticket, DateTimeOffset now)
    {
        if (clinic.OnCall.Count == 0) return;
        Write(db, clinic, clinic.OnCall[Math.Min(1, clinic.OnCall.Count - 1)], "handoff/page-waiting", $"second-{ticket.Id}", now);
    }

    private void Write(ClinicDb db, Clinic clinic, OnCallPerson person, string key, string unique, DateTimeOffset now, params (string Name, string Value)[] values)
    {
        if (person.Phone is not { } phone) return;
        var words = $"{library.Wording.Text(key, Language.English, MessageForm.Sms, clinic.Fact, values)} {address.At("/staff")}";
        OutboxQueue.Add(db, new NewText(clinic.Id, MessageClass.Page, phone, words, Language.English, unique, now));
    }
}
