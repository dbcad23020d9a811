using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Figures;

/// <summary>Counts what happened, by clinic day.</summary>
internal sealed class FigureReader(ClinicStore store, AppointmentReadiness readiness, ClinicDirectory clinics, ClinicClock clock)
{
    public const int Days = 30;

    public async Task<IReadOnlyList<DayFigures>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        var all = new List<DayFigures>();
        foreach (var clinic in clinics.All.Where(c => person.Clinics.Contains(c.Id))) all.AddRange(await OfAsync(clinic, ct));
        return all;
    }

    private async Task<IEnumerable<DayFigures>> OfAsync(Clinic clinic, CancellationToken ct)
    {
        var today = clinic.DateOf(clock.UtcNow);
        var (first, since, until) = (today.AddDays(1 - Days), clinic.At(today.AddDays(1 - Days), TimeOnly.MinValue), clinic.At(today.AddDays(1), TimeOnly.MinValue));
        await using var db = store.Read();
        var said = (await db.Transcript.Where(t => t.ClinicId == clinic.Id && t.At >= since && (t.Outcome == Outcome.Answered || t.Outcome == Outcome.Unanswered))
            .Select(t => new { t.At, t.Outcome }).ToListAsync(ct)).ToLookup(t => (clinic.DateOf(t.At), t.Outcome));
        var requests = (await WaitReader.ReadAsync(db, clinic, since, ct)).ToLookup(request => request.Day);
        var texts = (await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Class == MessageClass.Plan && m.SentAt >= since)
            .Select(m => new { m.SentAt, m.State, m.AnsweredAt }).ToListAsync(ct)).ToLookup(m => clinic.DateOf(m.SentAt!.Value));
        var visits = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.StartsAt >= since && a.StartsAt < until && a.Status != AppointmentStatus.Cancelled).ToListAsync(ct);
        var ready = await readiness.AtStartAsync(db, clinic, visits, clock.UtcNow, ct);
        var comers = visits.ToLookup(a => clinic.DateOf(a.StartsAt));
        var left = (await db.Consents.Where(c => c.ClinicId == clinic.Id && c.At >= since && c.Purpose == ConsentPurpose.All && !c.Granted).Select(c => c.At).ToListAsync(ct)).ToLookup(at => clinic.DateOf(at));
        var rated = (await db.Feedback.Where(f => f.ClinicId == clinic.Id && f.At >= since).Select(f => new { f.At, f.Helped }).ToListAsync(ct)).ToLookup(f => (clinic.DateOf(f.At), f.Helped));
        var closed = (await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.HelpSaidAt >= since).Select(h => new { h.HelpSaidAt, h.Helped }).ToListAsync(ct))
            .ToLookup(h => (clinic.DateOf(h.HelpSaidAt!.Value), h.Helped == true));
        return Enumerable.Range(0, Days).Select(first.AddDays).Select(day => new DayFigures(clinic.Name, day)
        {
            Answered = said[(day, Outcome.Answered)].Count(),
            HandedOver = requests[day].Count(),
            Unanswered = said[(day, Outcome.Unanswered)].Count(),
            FirstResponseMinutes = WaitReader.Within(requests[day].Select(request => request.Answered), 0.5),
            WaitMinutes = WaitReader.Within(requests[day].Select(request => request.Waited), 0.5),
            LongWaitMinutes = WaitReader.Within(requests[day].Select(request => request.Waited), 0.9),
            StillWaiting = requests[day].Count(request => request.StillWaits),
            Sent = texts[day].Count(),
            Delivered = texts[day].Count(m => m.State == MessageState.Delivered),
            Replied = texts[day].Count(m => m.AnsweredAt is not null),
            Visits = comers[day].Count(),
            Understood = comers[day].Count(a => a.UnderstoodVersion == a.PlanVersion),
            Ready = comers[day].Count(a => ready[a.Id].State == ReadinessState.Ready),
            NoShows = comers[day].Count(a => a.Status == AppointmentStatus.NoShow),
            OptOuts = left[day].Count(),
            Helped = rated[(day, true)].Count(),
            NotHelped = rated[(day, false)].Count(),
            TeamHelped = closed[(day, true)].Count(),
            TeamNotHelped = closed[(day, false)].Count(),
        });
    }
}
