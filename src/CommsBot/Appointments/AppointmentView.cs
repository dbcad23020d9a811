using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>An appointment as programs read it: words in lower case, instants with the clinic's offset.</summary>
internal sealed record AppointmentView(
    string Id, string Clinic, PatientView Patient, DateTimeOffset StartsAt, int? DurationMinutes, string Protocol, string Status, int PlanVersion,
    ScreenView HealthScreen, PreparationView Preparation, bool Consent, IReadOnlyList<MessageView> Messages, ReadinessView Readiness, IReadOnlyList<HandoffView> Tasks)
{
    /// <summary>Address of the patient's calendar file; it tells nobody who it is for or what for. Only a read gives it: it is sealed anew each time.</summary>
    public string? Calendar { get; init; }

    /// <summary>Null when the clinic has no such appointment.</summary>
    /// <param name="now">Clinic time.</param>
    public static async Task<AppointmentView?> ReadAsync(ClinicDb db, AppointmentReadiness readings, Clinic clinic, string id, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Appointments.AsNoTracking().SingleOrDefaultAsync(a => a.ClinicId == clinic.Id && a.Id == id, ct) is not { } visit) return null;
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == visit.PatientId, ct);
        var messages = await db.Outbound.AsNoTracking().Where(m => m.ClinicId == clinic.Id && m.AppointmentId == id && m.Step != null)
            .OrderBy(m => m.PlanVersion).ThenBy(m => m.DueAt).ToListAsync(ct);
        var tasks = await db.Handoffs.AsNoTracking().Where(h => h.ClinicId == clinic.Id && h.AppointmentId == id && h.Kind == HandoffKind.Call)
            .OrderBy(h => h.WaitingSince).ToListAsync(ct);
        var readiness = await readings.OfAsync(db, clinic, visit, now, ct);
        var to = await Recipient.OfAsync(db, patient, now);
        return new AppointmentView(
            visit.Id, clinic.Id, PatientView.Of(patient), clinic.LocalTime(visit.StartsAt), visit.DurationMinutes, visit.Protocol,
            visit.Status.ToString().ToLowerInvariant(), visit.PlanVersion, new ScreenView(visit.ScreenState, visit.ScreenSetBy?.Replace(VisitRows.FromSystem, "", StringComparison.Ordinal)),
            new PreparationView(visit.PreparationMode, Local(visit.FoodUntil), Local(visit.ClearLiquidsUntil), visit.PreparationSetBy),
            await ConsentLedger.Allowed(db, clinic.Id, to.PhoneHash, ConsentPurpose.Preparation) && !patient.DoNotContact,
            [.. messages.Select(message => MessageView.Of(message, clinic))], new ReadinessView(readiness.StateCode, readiness.Reasons, readiness.HoursLeft),
            [.. tasks.Select(task => HandoffView.Of(task, clinic))]);

        DateTimeOffset? Local(DateTimeOffset? instant) => instant is { } known ? clinic.LocalTime(known) : null;
    }
}

internal sealed record PatientView(
    string? Id, string FirstName, string? LastName, string Phone, string? BirthDate, string? Language, string? TimeZone, string? ContactMode, bool? Interpreter)
{
    public static PatientView Of(Patient patient) => new(
        patient.ExternalId, patient.FirstName, patient.LastName, patient.Phone, patient.BirthDate, patient.Language?.Code(), patient.TimeZone, patient.ContactMode, patient.Interpreter);
}

/// <param name="State"><c>unknown</c>, <c>cleared</c> or <c>held</c>.</param>
/// <param name="SetBy"><c>patient</c>, or the person on staff.</param>
internal sealed record ScreenView(string State, string? SetBy);

internal sealed record PreparationView(string Mode, DateTimeOffset? FoodUntil, DateTimeOffset? ClearLiquidsUntil, string? SetBy);

/// <param name="HoursLeft">Until the fast begins.</param>
internal sealed record ReadinessView(string State, IReadOnlyList<string> Reasons, double HoursLeft);

/// <param name="Error">Why it is where it is, in one word; null when nothing stands against it.</param>
/// <param name="Answer">The digit the patient answered; null before.</param>
internal sealed record MessageView(
    string Id, string Step, string Language, DateTimeOffset DueAt, DateTimeOffset? NotAfter, string Status, string Body, string? ProviderSid, string? Error,
    int PlanVersion, string? Answer, DateTimeOffset? AnsweredAt)
{
    public static MessageView Of(OutboundMessage row, Clinic clinic) => new(
        row.Id, row.Step!, row.Language.Code(), clinic.LocalTime(row.DueAt), Local(row.NotAfter, clinic), Words.Kebab(row.State.ToString()), row.Body,
        row.ProviderSid, row.Reason, row.PlanVersion, row.Answer, Local(row.AnsweredAt, clinic));

    private static DateTimeOffset? Local(DateTimeOffset? instant, Clinic clinic) => instant is { } known ? clinic.LocalTime(known) : null;
}
