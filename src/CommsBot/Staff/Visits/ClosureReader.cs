using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Staff.Console;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Visits;

/// <summary>A closure that stands or is to come, as the page shows it.</summary>
internal sealed record StandingClosure(string Id, string ClinicId, string Clinic, string From, string Until, string By);

internal sealed class ClosureReader(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    public IReadOnlyList<(string Id, string Name)> ClinicsOf(DeskPerson person) =>
        [.. clinics.All.Where(clinic => person.Clinics.Contains(clinic.Id)).Select(clinic => (clinic.Id, clinic.Name))];

    /// <summary>What was typed on the clinic's clock; the beginning of time while nothing was.</summary>
    public DateTimeOffset Instant(string clinicId, DateTime? typed) =>
        typed is { } local && clinics.Find(clinicId) is { } clinic ? clinic.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)).ToUniversalTime() : default;

    public async Task<IReadOnlyList<StandingClosure>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var rows = await db.Closures.Where(c => person.Clinics.Contains(c.ClinicId) && c.LiftedAt == null && c.Until > now).OrderBy(c => c.From).ToListAsync(ct);
        return rows.ConvertAll(row =>
        {
            var clinic = clinics.Find(row.ClinicId)!;
            return new StandingClosure(row.Id, row.ClinicId, clinic.Name, Moment(row.From), Moment(row.Until), row.By);

            string Moment(DateTimeOffset at) => ConsoleWords.Moment(clinic.LocalTime(at), default);
        });
    }
}
