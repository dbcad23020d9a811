using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Outbox;
using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Texts the on-call people about a crisis or an emergency nobody has claimed: the first at once, the next every five minutes, round and round,
/// until a named person claims the ticket. The text holds a link and nothing about the patient.
/// </summary>
internal sealed class Pager(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, ContentLibrary library, PublicAddress address, OnCallRoute route, Hints hints)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FloodSpan = TimeSpan.FromMinutes(10);
    private const int FloodPages = 10;

    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All.Where(route.Works))
        {
            if ((await Unclaimed(clinic, ct)).Count == 0) continue;
            if (await store.Write(db => PageAsync(db, clinic, ct), ct)) hints.WakeClinic(clinic.Id);
        }
    }

    private async Task<List<string>> Unclaimed(Clinic clinic, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        return await Waiting(db, clinic.Id).Where(h => h.PagedAt == null || h.PagedAt <= now - Again).Select(h => h.Id).ToListAsync(ct);
    }

    private async Task<bool> PageAsync(ClinicDb db, Clinic clinic, CancellationToken ct)
    {
        var now = clock.UtcNow;
        var sent = false;
        var lately = await db.Outbound.CountAsync(m => m.ClinicId == clinic.Id && m.Class == MessageClass.Page && m.DueAt > now - FloodSpan, ct);
        foreach (var ticket in await Waiting(db, clinic.Id).AsTracking().Where(h => h.PagedAt == null || h.PagedAt <= now - Again).ToListAsync(ct))
        {
            ticket.PagedAt = now;
            // A flood of anonymous tickets must not drown the phone that rings for it; the queue still shows each of them.
            if (++lately > FloodPages && ticket.PhoneHash is null) continue;
            var person = clinic.OnCall[ticket.Pages % clinic.OnCall.Count];
            if (person.Phone is { } phone)
            {
                OutboxQueue.Add(db, new NewText(clinic.Id, MessageClass.Page, phone, Words(clinic), Language.English, $"page-{ticket.Id}-{ticket.Pages}", now));
                sent = true;
            }

            ticket.Pages++;
        }

        return sent;
    }

    private static IQueryable<HandoffTicket> Waiting(ClinicDb db, string clinicId) =>
        db.Handoffs.Where(h => h.ClinicId == clinicId && h.State == HandoffState.Waiting && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency));

    private string Words(Clinic clinic) =>
        $"{library.Wording.Text("safety/page", Language.English, MessageForm.Sms, clinic.Fact)} {address.At("/staff")}";
}
