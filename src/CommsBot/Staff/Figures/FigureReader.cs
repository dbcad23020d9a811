using System.Globalization;
using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Figures;

/// <summary>One clinic's day in numbers. Nothing in it is about one patient.</summary>
/// <param name="Helped">Patients who said that an answer helped; <paramref name="TeamHelped"/>, that staff did.</param>
/// <param name="FirstResponseMinutes">Median time from a request to the person who took it; null when nobody took one.</param>
internal sealed record DayFigures(
    string Clinic, DateOnly Day, int Answered, int HandedOver, int Unanswered, double? FirstResponseMinutes, int StillWaiting,
    int Sent, int Delivered, int Understood, int Visits, int Ready, int NoShows, int OptOuts, int Helped, int NotHelped, int TeamHelped, int TeamNotHelped);

/// <summary>Counts what happened, by clinic day.</summary>
internal sealed class FigureReader(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    public const int Days = 30;

    private static readonly HandoffKind[] Ours = [HandoffKind.Call, HandoffKind.Technical];

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
        var tickets = (await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.WaitingSince >= since && !Ours.Contains(h.Kind))
            .Select(h => new { h.WaitingSince, h.ClaimedAt, h.State }).ToListAsync(ct)).ToLookup(h => clinic.DateOf(h.WaitingSince));
        var texts = (await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Class == MessageClass.Plan && m.SentAt >= since)
            .Select(m => new { m.SentAt, m.State, m.AnsweredAt }).ToListAsync(ct)).ToLookup(m => clinic.DateOf(m.SentAt!.Value));
        var visits = (await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.StartsAt >= since && a.StartsAt < until && a.Status != AppointmentStatus.Cancelled).ToListAsync(ct)).ToLookup(a => clinic.DateOf(a.StartsAt));
        var left = (await db.Consents.Where(c => c.ClinicId == clinic.Id && c.At >= since && c.Purpose == ConsentPurpose.All && !c.Granted).Select(c => c.At).ToListAsync(ct)).ToLookup(at => clinic.DateOf(at));
        var rated = (await db.Feedback.Where(f => f.ClinicId == clinic.Id && f.At >= since).Select(f => new { f.At, f.Helped }).ToListAsync(ct)).ToLookup(f => (clinic.DateOf(f.At), f.Helped));
        var closed = (await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.HelpSaidAt >= since).Select(h => new { h.HelpSaidAt, h.Helped }).ToListAsync(ct))
            .ToLookup(h => (clinic.DateOf(h.HelpSaidAt!.Value), h.Helped == true));
        return Enumerable.Range(0, Days).Select(first.AddDays).Select(day => new DayFigures(
            clinic.Name, day, said[(day, Outcome.Answered)].Count(), tickets[day].Count(), said[(day, Outcome.Unanswered)].Count(),
            Median([.. tickets[day].Where(t => t.ClaimedAt is not null).Select(t => (t.ClaimedAt!.Value - t.WaitingSince).TotalMinutes)]), tickets[day].Count(t => t.State == HandoffState.Waiting),
            texts[day].Count(), texts[day].Count(m => m.State == MessageState.Delivered), texts[day].Count(m => m.AnsweredAt is not null),
            visits[day].Count(), visits[day].Count(IsReady), visits[day].Count(a => a.Status == AppointmentStatus.NoShow), left[day].Count(),
            rated[(day, true)].Count(), rated[(day, false)].Count(), closed[(day, true)].Count(), closed[(day, false)].Count()));
    }

    private static bool IsReady(Appointment a) => a.UnderstoodVersion == a.PlanVersion && a.ScreenState == "cleared" && a.Driver is not null;

    private static double? Median(List<double> minutes)
    {
        minutes.Sort();
        return minutes.Count == 0 ? null : minutes[minutes.Count / 2];
    }

    public static string File(IReadOnlyList<DayFigures> days)
    {
        var head = CsvLine.Of("clinic", "day", "answered", "handed over", "unanswered", "first response, minutes (median)", "still waiting", "texts sent", "delivered", "replied", "visits", "ready", "no-shows", "opt-outs", "answer helped", "answer did not help", "team helped", "team did not help");
        return head + string.Concat(days.Select(d => CsvLine.Of(
            [d.Clinic, d.Day.ToString("O", CultureInfo.InvariantCulture), N(d.Answered), N(d.HandedOver), N(d.Unanswered), d.FirstResponseMinutes?.ToString("0.0", CultureInfo.InvariantCulture) ?? "", N(d.StillWaiting),
             N(d.Sent), N(d.Delivered), N(d.Understood), N(d.Visits), N(d.Ready), N(d.NoShows), N(d.OptOuts), N(d.Helped), N(d.NotHelped), N(d.TeamHelped), N(d.TeamNotHelped)])));

        static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
