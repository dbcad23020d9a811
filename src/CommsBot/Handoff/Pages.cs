using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff.Notices;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Writes the texts that call staff to the console, each with a mail beside it, in the caller's transaction. They hold a link and nothing about a
/// patient. Who can be reached by neither is passed over.
/// </summary>
internal sealed class Pages(ContentLibrary library, PublicAddress address, NoticeBook notices, OnCallRoute route)
{
    /// <summary>How the keys of pages about a flood begin.</summary>
    public const string FloodKey = "flood-";

    /// <summary>The next of the on-call people, in order, round and round.</summary>
    public async Task OnCallAsync(ClinicDb db, Clinic clinic, HandoffTicket ticket, DateTimeOffset now)
    {
        if (route.Reachable(clinic) is not { Count: > 0 } people) return;
        ticket.PagedAt = now;
        var (place, key) = (people[ticket.Pages % people.Count], ticket.IsDanger ? "safety/page" : "handoff/page-waiting");
        if (route.TextTo(clinic, clinic.OnCall[place]) is { } phone) await TakeBackAsync(db, ticket, phone);
        Tell(db, clinic, place, key, $"{KeyOf(ticket)}{ticket.Pages}", ticket, now);
        ticket.Pages++;
    }

    /// <summary>One page for many anonymous tickets, to everybody on call: it says how many wait.</summary>
    public void Flood(ClinicDb db, Clinic clinic, int waiting, DateTimeOffset now)
    {
        foreach (var place in route.Reachable(clinic))
        {
            var unique = $"{FloodKey}{clinic.Id}-{now.ToUnixTimeSeconds()}-{place}";
            Text(db, clinic, clinic.OnCall[place], "safety/page-flood", unique, now, ("count", waiting.ToString(CultureInfo.InvariantCulture)));
            notices.BesidePage(db, clinic, place, "safety/page-flood-mail", unique, ticketId: null, now);
        }
    }

    /// <summary>The second person: whoever stands second in the on-call order, else the first.</summary>
    public void Second(ClinicDb db, Clinic clinic, HandoffTicket ticket, DateTimeOffset now)
    {
        if (route.Reachable(clinic) is not { Count: > 0 } people) return;
        Tell(db, clinic, people[Math.Min(1, people.Count - 1)], "handoff/page-waiting", $"second-{ticket.Id}", ticket, now);
    }

    // After an outage a phone must not ring for every page that could not leave: the newest says the same.
    private static Task TakeBackAsync(ClinicDb db, HandoffTicket ticket, PhoneNumber phone)
    {
        var (hash, key) = (db.Cipher.LookUpHash(phone.E164), KeyOf(ticket));
        return db.Outbound.Where(m => m.ClinicId == ticket.ClinicId && m.ToHash == hash && m.State == MessageState.Planned && m.UniqueKey.StartsWith(key))
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.State, MessageState.Withdrawn).SetProperty(m => m.Reason, "repeated"));
    }

    private static string KeyOf(HandoffTicket ticket) => $"page-{ticket.Id}-";

    private void Tell(ClinicDb db, Clinic clinic, int place, string key, string unique, HandoffTicket ticket, DateTimeOffset now)
    {
        Text(db, clinic, clinic.OnCall[place], key, unique, now);
        notices.BesidePage(db, clinic, place, key, unique, ticket.Id, now);
    }

    private void Text(ClinicDb db, Clinic clinic, OnCallPerson person, string key, string unique, DateTimeOffset now, params (string Name, string Value)[] values)
    {
        if (route.TextTo(clinic, person) is not { } phone) return;
        var words = $"{library.Wording.Text(key, Language.English, MessageForm.Sms, clinic.Fact, values)} {address.At("/staff")}";
        OutboxQueue.Add(db, new NewText(clinic.Id, MessageClass.Page, phone, words, Language.English, unique, now));
    }
}
